"""The rules of the pulse as they stand in PostgreSQL. Each text is the body of a trigger; `pulse.py` attaches them."""

# A wave keeps its roster and its items, and when it is over it keeps everything. It is over only once the pile of
# answers is gone: what was counted can't be counted again.
WAVE_RULES = """
    BEGIN
    IF OLD.closed_at IS NOT NULL OR OLD.called_off_at IS NOT NULL THEN
        RAISE EXCEPTION 'a pulse that is over does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.id <> OLD.id OR NEW.space_id <> OLD.space_id OR NEW.number <> OLD.number OR NEW.items <> OLD.items
       OR NEW.opened_at <> OLD.opened_at THEN
        RAISE EXCEPTION 'an open pulse keeps what it asks' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.closed_at IS NOT NULL OR NEW.called_off_at IS NOT NULL)
       AND EXISTS (SELECT 1 FROM spaces_urn WHERE pulse_id = NEW.id) THEN
        RAISE EXCEPTION 'a pulse is over once its pile of answers is gone' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    END;
"""

# Peers only, ever. The roster is frozen from the moment on in which the pile is there; who answered stays so.
PLACE_RULES = """
    BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.has_answered OR EXISTS (SELECT 1 FROM spaces_urn WHERE pulse_id = NEW.pulse_id) OR NOT EXISTS (
            SELECT 1 FROM spaces_membership m JOIN spaces_pulse p ON p.space_id = m.space_id
            WHERE p.id = NEW.pulse_id AND p.closed_at IS NULL AND p.called_off_at IS NULL
              AND m.id = NEW.membership_id AND m.role IN ('initiator', 'peer')
              AND m.active_since IS NOT NULL AND m.ended_at IS NULL
        ) THEN
            RAISE EXCEPTION 'a pulse asks its active peers, as it opens' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.id <> OLD.id OR NEW.pulse_id <> OLD.pulse_id OR NEW.membership_id <> OLD.membership_id
       OR OLD.has_answered OR NOT EXISTS (SELECT 1 FROM spaces_urn WHERE pulse_id = NEW.pulse_id) THEN
        RAISE EXCEPTION 'a place in a pulse is answered once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    END;
"""

# The floor, against every path: no figure of a wave that has none to show.
READING_RULES = """
    BEGIN
    IF NEW.band <> 'withheld'
       AND NOT EXISTS (SELECT 1 FROM spaces_pulse WHERE id = NEW.pulse_id AND counted IS NOT NULL) THEN
        RAISE EXCEPTION 'the figures of this pulse are withheld' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    END;
"""

# All answers are in one sealed text, whose length never tells how many they are.
URN_RULES = """
    BEGIN
    IF NEW.pulse_id <> OLD.pulse_id OR NEW.keyhole <> OLD.keyhole
       OR octet_length(NEW.sealed) <> octet_length(OLD.sealed) THEN
        RAISE EXCEPTION 'a pile of answers keeps its size' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    END;
"""
