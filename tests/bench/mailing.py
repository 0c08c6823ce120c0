"""Many invitations in many spaces that wait in the outbox, as a facilitator's click leaves them."""

import itertools

PURPOSE = """להבטיח שכל אדם שמתמודד עם משבר נפשי ימצא רצף טיפול אחד, מן המחלקה ועד הבית, ושהארגונים שסביבו ידברו זה
עם זה. אף ארגון לא יכול לעשות זאת לבדו, וגם לא משרד אחד: הדרך עוברת דרך הקהילה, המשפחות, המעסיקים והרשויות."""
NAMES = ["דנה כהן", "אבי נחום", "מיכל לביא", "ראאד ח'טיב", "יעל בר-און", "נועם שפירא", "תמר גיל"]
runs = itertools.count(1)


def make(messages, spaces):
    """So many invitations, evenly spread over new spaces, each with its mail due now. Returns a mark: what all their
    addresses begin with.
    """
    mark = f"m{next(runs)}-"
    per_space = -(-messages // spaces)
    for number in range(spaces):
        numbers = range(number * per_space, min(messages, (number + 1) * per_space))
        invite(f"{mark}{number}", [f"{mark}{one}" for one in numbers])
    return mark


def invite(tag, names):
    """A new space, and an invitation to everybody."""
    from spaces.actions.invitation import invite_all
    from spaces.actions.space import move_space, open_space
    from spaces.states import Stage
    from spaces.vetting import Invitee

    noa = facilitator()
    space = open_space(
        by=noa, name=f"בריאות הנפש בקהילה {tag}", language="he", purpose=PURPOSE, initiator_name="דנה כהן",
        rhythm="שעתיים, פעם בשבועיים",
    )  # fmt: skip
    space = move_space(space, Stage.GATHERING, by=noa)
    people = [
        Invitee(f"{name}@bench.example", NAMES[n % len(NAMES)], organisation_name="עמותה לדוגמה", language="he")
        for n, name in enumerate(names)
    ]
    invite_all(space, people, by=noa)


def facilitator():
    from members.models import Person

    found = Person.objects.filter(email="noa@bench.example").first()
    return found or Person.objects.create_user("noa@bench.example", "נועה ברק", is_facilitator=True)


def fill_history(rows):
    """That many mails that went out long ago, as copies of one that has just been sent, by SQL."""
    from django.db import connection

    from spaces.models import Message

    columns = [field.column for field in Message._meta.concrete_fields if not field.primary_key]
    own = {"occasion": "occasion || ':' || n", "sent_at": "sent_at - n * interval '1 second'"}
    values = ", ".join(own.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO spaces_message ({', '.join(columns)}) SELECT {values} "
            "FROM (SELECT * FROM spaces_message WHERE state = 'sent' ORDER BY id LIMIT 100) sent, "
            "generate_series(1, %s) n",
            [rows // 100],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        # No VACUUM: it would find room for just one waiting mail in each page of these copies, which never were waiting
        # mails themselves. Where mails went out one by one, the next ones lie together in the room of earlier versions.
        cursor.execute("ANALYZE spaces_message")
