"""What holds for the two rooms in PostgreSQL, where no page, import, script or query can pass it by.

Each text is the body of a trigger; `post.py` and `file.py` attach them. SQLSTATE 23514 is a check violation.
"""

# What is said is said by somebody who is in; somebody from outside never writes among the peers. An answer stands
# where what it answers can be read: below a word of the whole in the whole, below an unreleased word of the peers
# with the peers. The parent is held, so that taking a release back and answering it wait for each other.
POST_SAID = """
    DECLARE
        author spaces_membership%ROWTYPE;
        parent spaces_post%ROWTYPE;
    BEGIN
        SELECT * INTO author FROM spaces_membership WHERE id = NEW.author_id;
        IF author.space_id IS DISTINCT FROM NEW.space_id OR author.active_since IS NULL
           OR author.ended_at IS NOT NULL THEN
            RAISE EXCEPTION 'the rooms: only those who are in say something' USING ERRCODE = 'check_violation';
        END IF;
        IF author.role = 'stakeholder' AND NEW.room <> 'whole' THEN
            RAISE EXCEPTION 'the rooms: the peers are among themselves here' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.removed_at IS NOT NULL OR NEW.released_at IS NOT NULL THEN
            RAISE EXCEPTION 'the rooms: what is said begins unreleased' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.parent_id IS NULL THEN
            RETURN NEW;
        END IF;
        SELECT * INTO parent FROM spaces_post WHERE id = NEW.parent_id FOR SHARE;
        IF parent.space_id <> NEW.space_id OR parent.parent_id IS NOT NULL
           OR parent.room = 'whole' AND NEW.room <> 'whole'
           OR parent.room = 'peers' AND parent.released_at IS NULL AND NEW.room <> 'peers' THEN
            RAISE EXCEPTION 'the rooms: an answer stands where its question does' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END;
"""

# What was said stays where, when and by whom it was said. Its words can only be taken out, its author's name only
# be forgotten. It is released by the one who said it, while the words are there; what is answered in the whole stays.
POST_STAYS = """
    BEGIN
        IF NEW.id <> OLD.id OR NEW.space_id <> OLD.space_id OR NEW.room <> OLD.room OR NEW.said_at <> OLD.said_at
           OR NEW.parent_id IS DISTINCT FROM OLD.parent_id
           OR NEW.author_id IS DISTINCT FROM OLD.author_id AND NEW.author_id IS NOT NULL
           OR NEW.text <> OLD.text AND (NEW.text <> '' OR NEW.removed_at IS NULL)
           OR OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at THEN
            RAISE EXCEPTION 'the rooms: what was said stays as it was said' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.released_at IS NOT DISTINCT FROM OLD.released_at THEN
            RETURN NEW;
        END IF;
        IF NEW.released_at IS NOT NULL
           AND (OLD.released_at IS NOT NULL OR NEW.author_id IS NULL OR NEW.removed_at IS NOT NULL) THEN
            RAISE EXCEPTION 'the rooms: released once, by the author' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.released_at IS NULL
           AND EXISTS (SELECT 1 FROM spaces_post WHERE parent_id = OLD.id AND room = 'whole') THEN
            RAISE EXCEPTION 'the rooms: this was answered in the whole' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END;
"""

# A file belongs to what it came with, and to the one who said that.
FILE_BELONGS = """
    BEGIN
        IF NOT EXISTS (
            SELECT 1 FROM spaces_post
            WHERE id = NEW.post_id AND author_id = NEW.owner_id AND removed_at IS NULL
        ) THEN
            RAISE EXCEPTION 'the rooms: a file comes with the words of its owner' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END;
"""
