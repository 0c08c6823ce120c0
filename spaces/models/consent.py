"""The rules of consent as they stand in PostgreSQL. Each text is the body of a trigger; `models/` attaches them."""

# Stakeholders decide only what the group's rule in force names, and only while the door is open.
WHOLE_DECISION = """
    DECLARE
        space_stage text;
        agreed text[];
    BEGIN
    IF NEW.room <> 'whole' THEN
        RETURN NEW;
    END IF;
    SELECT stage INTO space_stage FROM spaces_space WHERE id = NEW.space_id FOR SHARE;
    IF space_stage IS DISTINCT FROM 'cross_sector' THEN
        RAISE EXCEPTION 'the whole space decides only while the door is open' USING ERRCODE = 'check_violation';
    END IF;
    SELECT matters INTO agreed FROM spaces_decision
        WHERE space_id = NEW.space_id AND topic = 'matters' AND outcome = 'agreed'
        ORDER BY closed_at DESC, id DESC LIMIT 1;
    IF agreed IS NULL OR NOT NEW.topic::text = ANY (agreed) THEN
        RAISE EXCEPTION 'no rule of the group lets the whole space decide this' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    END;
"""

# Who may be on a roster, and that nothing of an answer is told before all of them are, nor changed afterwards.
ROUND = """
    DECLARE
        asked record;
        asker record;
    BEGIN
    SELECT space_id, room, topic, closed_at INTO asked FROM spaces_decision WHERE id = NEW.decision_id;
    SELECT space_id, role INTO asker FROM spaces_membership WHERE id = NEW.membership_id;
    IF asked.space_id <> asker.space_id OR asker.role = 'facilitator' THEN
        RAISE EXCEPTION 'members decide, each in their own space' USING ERRCODE = 'check_violation';
    END IF;
    IF asker.role = 'stakeholder' AND asked.room <> 'whole' THEN
        RAISE EXCEPTION 'a stakeholder does not decide what is the peers own' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.decision_id <> OLD.decision_id OR NEW.membership_id <> OLD.membership_id) THEN
        RAISE EXCEPTION 'a place in a round stays whose it is' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.answer IN ('consent', 'objection', 'recused')
       AND asked.closed_at IS NOT NULL AND NEW.answer <> OLD.answer THEN
        RAISE EXCEPTION 'what was answered stays' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.answer IN ('consent', 'objection', 'recused') AND asked.closed_at IS NULL THEN
        RAISE EXCEPTION 'the round is blind until it closes' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.answer = 'recused' AND asked.topic = 'open_door' THEN
        RAISE EXCEPTION 'nobody steps out of opening the door' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    END;
"""
