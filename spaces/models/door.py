"""The rule of the door as it stands in PostgreSQL, where no page, import, script or query can pass it by.

Each text is the body of a trigger; `models/` attaches them. SQLSTATE 23514 (check violation) makes Django raise
IntegrityError, which actions translate for people.
"""

from spaces.states import BEHIND_THE_DOOR, TAKEN_BACK

# Addresses under these belong to the first sector in Israel, whatever organisation is named beside them.
FIRST_SECTOR_DOMAINS = ("gov.il", "muni.il", "idf.il", "mil.il")
FIRST_SECTOR_HOST = rf"(^|[.])({'|'.join(FIRST_SECTOR_DOMAINS)})$".replace(".il", "[.]il")


def sql_list(values):
    return ", ".join(f"'{value}'" for value in values)


# A space opens its door only from `consolidated` and with its evidence, or back from a pause in which it was open;
# it leaves only when no outside invitation is on its way any more, and nobody from outside stays in behind it.
SPACE_DOOR = f"""
    DECLARE
        door_decision bigint;
        door_outcome text;
        opens_at timestamptz;
    BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.stage NOT IN ('exploring', 'gathering', 'consolidated') THEN
            RAISE EXCEPTION 'a space cannot begin as %', NEW.stage USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.id <> OLD.id THEN
        RAISE EXCEPTION 'a space keeps its number' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.stage = OLD.stage AND NEW.paused_from <> OLD.paused_from
       OR NEW.stage = 'paused' AND OLD.stage <> 'paused' AND NEW.paused_from <> OLD.stage
       OR OLD.stage = 'paused' AND NEW.stage NOT IN ('paused', 'closed') AND NEW.stage <> OLD.paused_from THEN
        RAISE EXCEPTION 'a paused space goes back to where it was' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.stage = 'cross_sector' AND OLD.stage = 'consolidated' THEN
        IF NOT EXISTS (SELECT 1 FROM spaces_need WHERE space_id = NEW.id) THEN
            RAISE EXCEPTION 'the door: no need is written' USING ERRCODE = 'check_violation';
        END IF;
        SELECT d.id, d.outcome INTO door_decision, door_outcome FROM spaces_decision d
            WHERE d.space_id = NEW.id AND d.topic = 'open_door' AND d.opened_at >= OLD.stage_since
            ORDER BY d.opened_at DESC, d.id DESC LIMIT 1;
        IF door_outcome IS DISTINCT FROM 'agreed' OR EXISTS (
            SELECT 1 FROM spaces_membership m
            WHERE m.space_id = NEW.id AND m.role IN ('initiator', 'peer')
              AND m.active_since IS NOT NULL AND m.ended_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM spaces_response r
                WHERE r.membership_id = m.id AND r.decision_id = door_decision AND r.answer = 'consent'
              )
        ) THEN
            RAISE EXCEPTION 'the door: the peers have not agreed' USING ERRCODE = 'check_violation';
        END IF;
        IF (SELECT count(*) FROM spaces_membership WHERE space_id = NEW.id AND role IN ('initiator', 'peer')
              AND active_since IS NOT NULL AND ended_at IS NULL) < 2
           OR EXISTS (
            SELECT 1 FROM spaces_membership m
            WHERE m.space_id = NEW.id AND m.role IN ('initiator', 'peer')
              AND m.active_since IS NOT NULL AND m.ended_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM spaces_signature s
                WHERE s.membership_id = m.id AND s.agreement_id = (
                    SELECT id FROM spaces_agreement a WHERE a.space_id = NEW.id AND a.kind = 'annex'
                    ORDER BY version DESC LIMIT 1
                )
              )
        ) THEN
            RAISE EXCEPTION 'the door: not every peer has signed the annex' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT 1 FROM spaces_membership m
            WHERE m.space_id = NEW.id AND m.role IN ('initiator', 'peer')
              AND m.active_since IS NOT NULL AND m.ended_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM spaces_dependencysheet s WHERE s.membership_id = m.id AND s.asked_at IS NOT NULL
              )
        ) THEN
            RAISE EXCEPTION 'the door: not everybody was asked about dependencies' USING ERRCODE = 'check_violation';
        END IF;
        -- The application's clock where it moves the space, the database's own where somebody else does.
        opens_at := CASE WHEN NEW.stage_since > OLD.stage_since THEN NEW.stage_since ELSE now() END;
        IF NOT EXISTS (
            SELECT 1 FROM spaces_pulse p
            WHERE p.id = (
                SELECT id FROM spaces_pulse WHERE space_id = NEW.id AND closed_at IS NOT NULL
                ORDER BY closed_at DESC, id DESC LIMIT 1
              )
              AND p.closed_at >= opens_at - make_interval(days => NEW.pulse_fresh_days)
              AND p.answered * 100 >= NEW.pulse_share_percent * p.asked
        ) THEN
            RAISE EXCEPTION 'the door: no fresh pulse with enough answers' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF OLD.stage = 'cross_sector' AND NEW.stage <> 'cross_sector' AND EXISTS (
        SELECT 1 FROM spaces_invitation
        WHERE space_id = NEW.id AND kind = 'stakeholder' AND state IN ({sql_list(TAKEN_BACK)})
    ) THEN
        RAISE EXCEPTION 'the door: outside invitations are still on their way' USING ERRCODE = 'check_violation';
    END IF;
    IF 'cross_sector' IN (OLD.stage, OLD.paused_from) AND NEW.stage IN ('consolidated', 'closed') AND EXISTS (
        SELECT 1 FROM spaces_membership WHERE space_id = NEW.id AND role = 'stakeholder' AND ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'the door: somebody from outside is still in' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    END;
"""

# An invitation to somebody outside stays on the list of candidates until the door is open, and the group has agreed
# to invite this person since it last consolidated; a colleague to whom it was passed on comes by the same decision.
# The row of the space (and of the organisation, whose sector decides who is outside) is locked, so that sending an
# invitation and closing the door, or changing a sector, cannot pass each other. A host name in other than plain
# letters is refused for peers: mail programs read some of them as another name.
INVITATION_DOOR = f"""
    DECLARE
        space_stage text;
        body_sector text;
        host text;
    BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.kind <> OLD.kind OR NEW.space_id <> OLD.space_id) THEN
        RAISE EXCEPTION 'an invitation keeps its kind and its space' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind NOT IN ('peer', 'stakeholder') THEN
        RAISE EXCEPTION 'an invitation is for a peer or a stakeholder, not a %', NEW.kind
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.state NOT IN ('draft', 'proposed') THEN
        RAISE EXCEPTION 'an invitation begins as a draft or a proposal' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state NOT IN ({sql_list(BEHIND_THE_DOOR)}) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state = OLD.state
       AND NEW.email = OLD.email AND NEW.organisation_id IS NOT DISTINCT FROM OLD.organisation_id THEN
        RETURN NEW;
    END IF;
    SELECT stage INTO space_stage FROM spaces_space WHERE id = NEW.space_id FOR SHARE;
    IF space_stage IN ('paused', 'closed') AND NEW.state IN ('approved', 'open', 'accepted') THEN
        RAISE EXCEPTION 'the space is %', space_stage USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'stakeholder' AND space_stage IS DISTINCT FROM 'cross_sector' THEN
        RAISE EXCEPTION 'the door is closed: a stakeholder invitation cannot become %', NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'stakeholder' AND NOT EXISTS (
        SELECT 1 FROM spaces_candidacy c JOIN spaces_decision d ON d.id = c.decision_id
        WHERE d.id = NEW.decision_id AND d.space_id = NEW.space_id AND d.topic = 'invite' AND d.outcome = 'agreed'
          AND d.opened_at >= (
            SELECT max(at) FROM spaces_move
            WHERE space_id = NEW.space_id AND invitation_id IS NULL AND to_state = 'consolidated'
          )
          AND (c.invitation_id = NEW.id OR c.invitation_id = NEW.delegated_from_id AND EXISTS (
            SELECT 1 FROM spaces_invitation f
            WHERE f.id = NEW.delegated_from_id AND f.space_id = NEW.space_id AND f.state = 'delegated'
          ))
    ) THEN
        RAISE EXCEPTION 'a candidate: the group has not agreed to invite them' USING ERRCODE = 'check_violation';
    END IF;
    host := substring(NEW.email FROM '[^@]*$');
    IF NEW.kind = 'peer' AND (octet_length(host) <> char_length(host) OR host ~ '{FIRST_SECTOR_HOST}') THEN
        RAISE EXCEPTION 'a peer invitation cannot go to an address of the state' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'peer' AND NEW.organisation_id IS NOT NULL THEN
        SELECT sector INTO body_sector FROM sectors_organisation WHERE id = NEW.organisation_id FOR SHARE;
        IF body_sector <> 'third' THEN
            RAISE EXCEPTION 'a peer invitation cannot go to the % sector', body_sector
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
    END;
"""

# Nobody comes in by another way than an invitation that they accepted: a stakeholder needs the open door, a peer
# belongs to the third sector, nobody is active without having signed, and nobody changes sides.
MEMBERSHIP_DOOR = """
    DECLARE
        space_stage text;
        body_sector text;
        comes_in boolean := TG_OP = 'INSERT' OR OLD.ended_at IS NOT NULL;
    BEGIN
    IF NEW.role NOT IN ('initiator', 'peer', 'stakeholder', 'facilitator') THEN
        RAISE EXCEPTION 'there is no place called %', NEW.role USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        NEW.space_id <> OLD.space_id OR NEW.person_id <> OLD.person_id
        OR NEW.invitation_id IS DISTINCT FROM OLD.invitation_id
        OR NEW.role <> OLD.role AND (NEW.role IN ('stakeholder', 'facilitator')
                                     OR OLD.role IN ('stakeholder', 'facilitator'))
    ) THEN
        RAISE EXCEPTION 'a membership keeps its space, its person, its invitation and its side'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.ended_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    IF NEW.role = 'facilitator' THEN
        IF comes_in AND NOT EXISTS (SELECT 1 FROM members_person WHERE id = NEW.person_id AND is_facilitator) THEN
            RAISE EXCEPTION 'only a facilitator comes in as one' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF comes_in AND NOT EXISTS (
        SELECT 1 FROM spaces_invitation i JOIN members_person p ON p.email = i.email
        WHERE i.id = NEW.invitation_id AND i.space_id = NEW.space_id AND p.id = NEW.person_id
          AND i.state = 'accepted' AND (i.kind = 'stakeholder') = (NEW.role = 'stakeholder')
    ) THEN
        RAISE EXCEPTION 'nobody comes in without an invitation that they accepted' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.active_since IS NOT NULL AND (comes_in OR OLD.active_since IS NULL) AND NOT EXISTS (
        SELECT 1 FROM spaces_signature s JOIN spaces_agreement a ON a.id = s.agreement_id
        WHERE s.membership_id = NEW.id AND a.space_id = NEW.space_id
    ) THEN
        RAISE EXCEPTION 'a membership is active only once the agreement is signed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.role = 'stakeholder' AND (comes_in OR NEW.active_since IS DISTINCT FROM OLD.active_since) THEN
        SELECT stage INTO space_stage FROM spaces_space WHERE id = NEW.space_id FOR SHARE;
        IF space_stage IS DISTINCT FROM 'cross_sector' THEN
            RAISE EXCEPTION 'the door is closed: no stakeholder can come in' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF NEW.role IN ('initiator', 'peer') AND NEW.organisation_id IS NOT NULL
       AND (comes_in OR NEW.organisation_id IS DISTINCT FROM OLD.organisation_id) THEN
        SELECT sector INTO body_sector FROM sectors_organisation WHERE id = NEW.organisation_id FOR SHARE;
        IF body_sector <> 'third' THEN
            RAISE EXCEPTION 'a peer cannot come from the % sector', body_sector USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
    END;
"""
