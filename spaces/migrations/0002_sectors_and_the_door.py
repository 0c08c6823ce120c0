"""An organisation with peers in a space, or with peer invitations on their way, does not change its sector:
otherwise somebody from outside would be inside by a correction on another page."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION spaces_organisation_keeps_its_side() RETURNS trigger AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM spaces_invitation
        WHERE organisation_id = NEW.id AND kind = 'peer' AND state IN ('approved', 'open', 'deferred')
    ) OR EXISTS (
        SELECT 1 FROM spaces_membership
        WHERE organisation_id = NEW.id AND role IN ('initiator', 'peer') AND ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'the door: this organisation has peers in a space, or peer invitations on their way'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER organisation_keeps_its_side BEFORE UPDATE OF sector ON sectors_organisation
    FOR EACH ROW WHEN (NEW.sector <> 'third' AND OLD.sector = 'third')
    EXECUTE FUNCTION spaces_organisation_keeps_its_side();
"""
UNDO = "DROP FUNCTION spaces_organisation_keeps_its_side CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("spaces", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTION, UNDO)]
