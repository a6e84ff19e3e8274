"""The main menu: who sees which entry."""

from django.utils.translation import gettext_lazy as _

# (roles, label, URL name), in the order they are shown.
NAV = (
    ({"guide"}, _("My day"), "workspace:my_day"),
    ({"leader"}, _("Overview"), "overview:front"),
    ({"admin", "leader"}, _("Waiting for you"), "overview:waiting"),
    ({"guide"}, _("My young people"), "workspace:mine"),
    ({"guide"}, _("Calendar"), "meetings:calendar"),
    ({"leader"}, _("The unit's young people"), "workspace:unit_list"),
    ({"leader"}, _("Assignment"), "workspace:board"),
    ({"guide"}, _("New inquiry"), "intake:intake"),
    ({"guide", "leader"}, _("Reports"), "reports:list"),
    ({"figures"}, _("Released figures"), "reports:release_list"),
    ({"admin", "guide"}, _("Partners"), "partners:partner_list"),
    ({"admin"}, _("Users"), "accounts:user_list"),
    ({"admin"}, _("Tables"), "plans:destination_list"),
    ({"partner"}, _("Shared with us"), "portal:partner_inbox"),
    ({"partner"}, _("For clarification"), "portal:qualification_list"),
    ({"partner"}, _("For your statement"), "intake:statement_list"),
    ({"partner"}, _("Our meetings"), "portal:our_meetings"),
    ({"partner"}, _("Our agreements"), "portal:promise_list"),
    ({"partner"}, _("Our card"), "partners:own_card"),
    ({"partner"}, _("What we offer"), "partners:own_offers"),
)

# What is used now and then: in the user's own menu, so that the main menu stays short.
MORE = (
    ({"leader"}, _("Calendar"), "meetings:calendar"),
    ({"leader"}, _("Coverage"), "overview:coverage"),
    ({"guide", "leader"}, _("Ask the numbers"), "reports:question"),
    ({"leader"}, _("Released figures"), "reports:release_list"),
    ({"leader"}, _("The departments' answers"), "reports:qualifications"),
    ({"leader"}, _("What efforts contributed"), "overview:contribution"),
    ({"guide", "leader"}, _("Programmes"), "reports:programme_list"),
    ({"guide", "leader"}, _("Offers and places"), "programmes:offer_list"),
    ({"leader"}, _("Partners"), "partners:partner_list"),
    ({"guide", "leader"}, _("Emergency access"), "cases:break_glass"),
    ({"leader"}, _("Emergency access used"), "cases:glass_list"),
    ({"guide", "leader"}, _("Age transitions"), "workspace:transitions"),
    ({"leader"}, _("The unit's day"), "workspace:unit_day"),
    ({"guide", "leader"}, _("Give cases over"), "workspace:transfer"),
    ({"admin", "leader"}, _("Who takes over?"), "overview:takeover_list"),
    ({"leader"}, _("Templates of goals and milestones"), "plans:part_template_list"),
    ({"leader"}, _("Import"), "intake:caseload_import"),
    ({"leader"}, _("From another municipality"), "exchange:bundle_upload"),
    ({"guide", "leader"}, _("Practice"), "practice:home"),
    ({"admin"}, _("Knowledge bank"), "practice:article_list"),
)

# The tables an administrator keeps, on every one of their pages.
TABLES = (
    ({"admin"}, _("Destinations"), "plans:destination_list"),
    ({"admin"}, _("Kinds of effort"), "plans:effort_kind_list"),
    ({"admin"}, _("Laws behind efforts"), "plans:effort_law_list"),
    ({"admin"}, _("Templates of goals and milestones"), "plans:part_template_list"),
    ({"admin"}, _("Limits"), "accounts:limit_list"),
    ({"admin"}, _("Plain words"), "accounts:plain_word_list"),
    ({"admin"}, _("Intake"), "intake:table_list"),
    ({"admin"}, _("Guides"), "workspace:guide_list"),
    ({"admin"}, _("Age transitions"), "workspace:transition_rules"),
    ({"admin"}, _("Forms of meetings"), "meetings:type_list"),
    ({"admin"}, _("Other municipalities"), "exchange:installation_list"),
    ({"admin"}, _("Partner categories"), "partners:category_list"),
    ({"admin"}, _("Reasons for declining"), "plans:decline_reason_list"),
    ({"admin"}, _("Life areas"), "progress:life_area_list"),
    ({"admin"}, _("Levels of progression"), "progress:level_list"),
    ({"admin"}, _("Kinds of notes"), "cases:note_kind_list"),
    ({"admin"}, _("Rules for sharing"), "cases:sharing_rule_list"),
    ({"admin"}, _("Documents"), "cases:document_storage"),
)
