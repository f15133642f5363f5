def test_the_admin_has_a_policy_that_allows_no_other_host(organizer, own, client):
    for answer in (organizer.get("/admin/"), organizer.get("/admin/pages/999999/edit/"), client.get("/admin/login/")):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "object-src 'none'" in policy
        assert "http" not in policy


def test_public_pages_keep_the_strict_policy(own, client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-inline'" in client.get("/admin/login/").headers["Content-Security-Policy"]


def test_an_object_of_another_conference_looks_like_any_missing_page(organizer, own, foreign):
    missing = organizer.get("/admin/pages/999999/edit/")
    foreign_page = organizer.get(f"/admin/pages/{foreign.home.pk}/edit/")
    assert (missing.status_code, foreign_page.status_code) == (404, 404)
    assert missing.templates[0].name == foreign_page.templates[0].name == "wagtailadmin/404.html"


def test_the_admin_bears_our_name_and_sheet(organizer, own):
    html = organizer.get("/admin/").content.decode()
    assert "- Plenary</title>" in html
    assert "staff/css/admin.css" in html
    assert "wagtail.org" not in html
