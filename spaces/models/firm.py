"""Triggers that hold always. django-pgtrigger's own can be switched off by a setting that any session may make."""

import pgtrigger
from pgtrigger import compiler


class FirmSql(compiler.UpsertTriggerSql):
    """The SQL of a trigger without the library's way around it. Migrations name this class: do not edit the text."""

    def get_template(self):
        return """
            CREATE OR REPLACE FUNCTION {pgid}() RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE TRIGGER {pgid}
                {when} {operation} ON {table}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Firm:
    def compile(self, model):
        compiled = super().compile(model)
        return compiler.Trigger(name=compiled.name, sql=FirmSql(**compiled.sql.kwargs))


class Trigger(Firm, pgtrigger.Trigger):
    """A trigger with a function of our own."""


class FSM(Firm, pgtrigger.FSM):
    """A state column that follows its table."""


class Protect(Firm, pgtrigger.Protect):
    """Rows that are not changed, or not deleted."""
