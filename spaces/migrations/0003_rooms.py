import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import spaces.models.firm
import spaces.models.post
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("spaces", "0002_sectors_and_the_door"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="GlassBreak",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(max_length=1000, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                ("until", models.DateTimeField(verbose_name="until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="glass_breaks", to="spaces.space"
                    ),
                ),
            ],
            options={
                "verbose_name": "opening in need",
                "verbose_name_plural": "openings in need",
            },
        ),
        migrations.CreateModel(
            name="GlassLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                (
                    "glass",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="spaces.glassbreak"
                    ),
                ),
            ],
            options={
                "verbose_name": "reading in need",
                "verbose_name_plural": "readings in need",
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=spaces.models.post.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "room",
                    models.CharField(
                        choices=[("peers", "the peers' room"), ("whole", "the whole space")],
                        max_length=5,
                        verbose_name="room",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="text")),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="said")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="removed by its author")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="spaces.membership",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="spaces.post",
                    ),
                ),
                (
                    "space",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="spaces.space",
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
            },
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        default=spaces.models.post.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("stored", models.CharField(editable=False, max_length=64, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="shared")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="spaces.membership"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="spaces.post"
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
            },
        ),
        migrations.AddConstraint(
            model_name="glassbreak",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("at"))), name="glass_is_open_for_a_while"
            ),
        ),
        migrations.AddConstraint(
            model_name="glassbreak",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="glass_is_broken_for_a_reason"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="glassbreak",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=spaces.models.firm.FirmSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="67a3fed21fbc86a437474a04a64d0429d776195c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1d8d2",
                    table="spaces_glassbreak",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="glasslook",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=spaces.models.firm.FirmSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ded01c7d6c468b1e145b6951e4485717e2fe30c1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d48ba",
                    table="spaces_glasslook",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["space", "-said_at", "-id"], name="posts_of_a_space"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("room__in", ["peers", "whole"])), name="said_in_a_room"
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("released_at", None), ("room", "peers"), _connector="OR"),
                name="released_from_the_peers_room",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at", None), models.Q(("text", ""), _negated=True)),
                    models.Q(("removed_at__isnull", False), ("text", "")),
                    _connector="OR",
                ),
                name="what_is_removed_has_no_words",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="said_where_it_may",
                sql=spaces.models.firm.FirmSql(
                    func="\n    DECLARE\n        author spaces_membership%ROWTYPE;\n        parent spaces_post%ROWTYPE;\n    BEGIN\n        SELECT * INTO author FROM spaces_membership WHERE id = NEW.author_id;\n        IF author.space_id IS DISTINCT FROM NEW.space_id OR author.active_since IS NULL\n           OR author.ended_at IS NOT NULL THEN\n            RAISE EXCEPTION 'the rooms: only those who are in say something' USING ERRCODE = 'check_violation';\n        END IF;\n        IF author.role = 'stakeholder' AND NEW.room <> 'whole' THEN\n            RAISE EXCEPTION 'the rooms: the peers are among themselves here' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.removed_at IS NOT NULL OR NEW.released_at IS NOT NULL THEN\n            RAISE EXCEPTION 'the rooms: what is said begins unreleased' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.parent_id IS NULL THEN\n            RETURN NEW;\n        END IF;\n        SELECT * INTO parent FROM spaces_post WHERE id = NEW.parent_id FOR SHARE;\n        IF parent.space_id <> NEW.space_id OR parent.parent_id IS NOT NULL\n           OR parent.room = 'whole' AND NEW.room <> 'whole'\n           OR parent.room = 'peers' AND parent.released_at IS NULL AND NEW.room <> 'peers' THEN\n            RAISE EXCEPTION 'the rooms: an answer stands where its question does' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    END;\n",
                    hash="dec7c52148af5f28651d0d26b08f84a64423db57",
                    operation="INSERT",
                    pgid="pgtrigger_said_where_it_may_01883",
                    table="spaces_post",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_where_it_was_said",
                sql=spaces.models.firm.FirmSql(
                    func="\n    BEGIN\n        IF NEW.id <> OLD.id OR NEW.space_id <> OLD.space_id OR NEW.room <> OLD.room OR NEW.said_at <> OLD.said_at\n           OR NEW.parent_id IS DISTINCT FROM OLD.parent_id\n           OR NEW.author_id IS DISTINCT FROM OLD.author_id AND NEW.author_id IS NOT NULL\n           OR NEW.text <> OLD.text AND (NEW.text <> '' OR NEW.removed_at IS NULL)\n           OR OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at THEN\n            RAISE EXCEPTION 'the rooms: what was said stays as it was said' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.released_at IS NOT DISTINCT FROM OLD.released_at THEN\n            RETURN NEW;\n        END IF;\n        IF NEW.released_at IS NOT NULL\n           AND (OLD.released_at IS NOT NULL OR NEW.author_id IS NULL OR NEW.removed_at IS NOT NULL) THEN\n            RAISE EXCEPTION 'the rooms: released once, by the author' USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.released_at IS NULL\n           AND EXISTS (SELECT 1 FROM spaces_post WHERE parent_id = OLD.id AND room = 'whole') THEN\n            RAISE EXCEPTION 'the rooms: this was answered in the whole' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    END;\n",
                    hash="3bd4414cf265df3c3ac8e731a9878ca33dadf4c4",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_where_it_was_said_ac92b",
                    table="spaces_post",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="post",
            trigger=pgtrigger.compiler.Trigger(
                name="kept_for_good",
                sql=spaces.models.firm.FirmSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="472717c63a4943bf70b036407db759f7ae1bd1e3",
                    operation="DELETE",
                    pgid="pgtrigger_kept_for_good_d0b4c",
                    table="spaces_post",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="file",
            trigger=pgtrigger.compiler.Trigger(
                name="belongs_to_its_post",
                sql=spaces.models.firm.FirmSql(
                    func="\n    BEGIN\n        IF NOT EXISTS (\n            SELECT 1 FROM spaces_post\n            WHERE id = NEW.post_id AND author_id = NEW.owner_id AND removed_at IS NULL\n        ) THEN\n            RAISE EXCEPTION 'the rooms: a file comes with the words of its owner' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    END;\n",
                    hash="68d8f7abe2ab3c3ee4c70636909f6877148ae103",
                    operation="INSERT",
                    pgid="pgtrigger_belongs_to_its_post_13bc7",
                    table="spaces_file",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="file",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_as_it_was_shared",
                sql=spaces.models.firm.FirmSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="21ada13440b5989473c516331fa1d6d0c69b8730",
                    operation="UPDATE",
                    pgid="pgtrigger_stays_as_it_was_shared_56410",
                    table="spaces_file",
                    when="BEFORE",
                ),
            ),
        ),
    ]
