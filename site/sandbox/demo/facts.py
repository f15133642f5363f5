"""What the demo's conference says about itself: facts, key dates, look, notices, questions."""

from conference import markdown
from conference.models import Brand, Conference, ConferenceFacts, Fact, KeyDate, Notice, Question, SocialLink
from sandbox.demo.content import load_table
from sandbox.demo.pictures import Pictures


def fill_facts(conference: Conference) -> None:
    """Write facts, links, key dates and free facts, and keep them as the first revision."""
    table = load_table("site")["facts"]
    facts = ConferenceFacts.objects.get(conference=conference)
    for name in ("tagline", "contact_email", "conduct_contact", "sender_name", "reply_address", "hashtag"):
        setattr(facts, name, table[name])
    facts.social_links = [SocialLink(**row) for row in table["social_links"]]
    facts.free_facts = [Fact(slug=slug, text=text) for slug, text in table["free"].items()]
    facts.key_dates = [KeyDate(**row) for row in load_table("key_dates")["key_date"]]
    facts.full_clean()
    facts.save()
    facts.save_revision()


def fill_brand(conference: Conference, pictures: Pictures) -> None:
    """Write colours, type, logos and the line in the footer."""
    table = load_table("site")["brand"]
    brand = Brand.objects.get(conference=conference)
    for name in ("brand_colour", "accent_colour", "display_font", "corner_radius", "footer_text"):
        setattr(brand, name, table[name])
    for name, title in (("logo", "Logo"), ("logo_dark", "Logo on dark"), ("social_image", "Picture for shared links")):
        setattr(brand, name, pictures.get(table[name], title=title, alt=conference.name))
    brand.full_clean()
    brand.save()
    brand.save_revision()


def fill_questions(conference: Conference) -> None:
    """Write the frequent questions, grouped by topic, and publish them."""
    order = 0
    for group in load_table("faq")["group"]:
        for row in group["question"]:
            order += 1
            question, _made = Question.objects.get_or_create(
                conference=conference,
                question=row["question"],
                defaults={"answer": markdown.to_html(row["answer"]), "topic": group["name"], "order": order},
            )
            question.save_revision().publish()


def fill_notices(conference: Conference, base_url: str) -> None:
    """Write the bars above every page and publish them; `base_url` begins the addresses they link to."""
    for row in load_table("notices")["notice"]:
        page = row.get("page")
        link = f"{base_url}/{page}/" if page else ""
        notice, _made = Notice.objects.get_or_create(
            conference=conference,
            text=row["text"],
            defaults={"kind": row["kind"], "link": link, "link_text": row.get("link_text", "")},
        )
        notice.save_revision().publish()
