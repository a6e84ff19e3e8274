"""Which text columns hold no canary, and why: what is not named here must hold one (`tests/test_canaries.py`).

What people write about a young person belongs in the world's canaries, and into the last list only where a sown column
stands beside it.
"""

_WHY: dict[str, str] = {
    "a key, a code, a fingerprint, or a list of such": """
        accounts.TryCounter: key
        accounts.Unit: municipality_code slug
        audit.AuditEvent: object_id request_id
        cases.Case: activity_clash kle_number
        cases.ClosingSummary: left_out sha256
        cases.ConsentReceipt: language sha256
        cases.Document: file sent_sha256 sha256
        cases.Draft: form key
        cases.FormerNumber: cpr_index
        cases.Knowledge: code
        cases.NoteKind: code
        cases.YoungPerson: cpr_index municipality_code
        core.Job: unique_key
        core.Limit: code
        core.OutboxMail: dedupe_key
        core.SubmitKey: content key
        exchange.BundleReceived: refused settled sha256
        exchange.BundleSent: documents left_out sha256
        exchange.KnownInstallation: fingerprint
        intake.Department: code
        intake.Inquiry: cpr_index
        intake.TargetGroup: code
        meetings.CalendarFeed: secret_hash
        meetings.Decision: responsible
        meetings.MeetingType: code
        meetings.Notice: secret_hash
        participation.Entry: destination_index
        participation.EntryCode: browser_hash code_hash
        partners.Partner: municipality_code
        partners.PartnerCategory: code
        partners.SignInLink: code_hash token_hash
        plans.Agreement: content
        plans.Confirmation: sha256
        plans.Destination: code
        plans.EffortKind: code
        plans.EffortLaw: code
        plans.Handover: language left_out sha256
        plans.PlanChange: fields
        plans.Qualification: responsible text_hash
        practice.Answered: seat
        practice.ArticleFile: file sha256
        practice.ArticleTag: code
        practice.Idea: digest
        practice.Reflection: once
        practice.ReflectionDraft: key
        practice.Round: code
        practice.Station: token
        progress.Level: code
        progress.LifeArea: code
        progress.ScaleAnswer: code form
        progress.WellbeingAnswer: form
        reports.Extract: counted sha256
        reports.Release: sha256
        reports.ReportSnapshot: sha256
        reports.SharedFile: sender_key sha256
        workspace.BulkAct: results
        workspace.Postponement: source
        workspace.SearchEntry: ref
    """,
    "keys of topics": """
        cases.Consent: topics
        cases.Disclosure: topics
        plans.Effort: topics topics_dismissed
        plans.Goal: topics topics_dismissed
        plans.Handover: topics
        plans.Milestone: topics topics_dismissed
        plans.PartTemplate: topics
        plans.Plan: topics topics_dismissed
        plans.Qualification: topics
    """,
    "a table of the unit's: it speaks of nobody": """
        cases.Knowledge: name_da name_en
        cases.NoteKind: name_da name_en template
        cases.SharingRule: name source text
        core.Limit: note recorded_by_name source
        core.PlainWord: instead word
        intake.Department: name_da name_en
        intake.TargetGroup: name_da name_en source
        meetings.MeetingType: ages_months must_attend name_da name_en source themes
        partners.PartnerCategory: name_da name_en source
        plans.DeclineReason: name_da name_en
        plans.Destination: group name_da name_en source
        plans.EffortKind: name_da name_en
        plans.EffortLaw: name_da name_en source
        plans.PartTemplate: own_words professional
        progress.Level: name_da name_en source youth_da youth_en
        progress.LifeArea: name_da name_en source youth_da youth_en
        workspace.TransitionRule: source text_da text_en
    """,
    "of those at work, of what they do together, or of figures; its own room's tests hold who reads it": """
        accounts.Unit: mailbox name
        accounts.User: email initials name password phone qualification
        practice.Article: body searched summary title
        practice.ArticleFile: title
        practice.ArticleVersion: body summary title
        practice.Competence: education note seen_title
        practice.Course: shared_where title
        practice.EarlierMinutes: minutes
        practice.Idea: answer text
        practice.Introduction: welcome
        practice.Occasion: title
        practice.Point: link text
        practice.Postcard: text
        practice.Prompt: text
        practice.Question: partners staff
        practice.Reflection: text
        practice.ReflectionDraft: text
        practice.Rhythm: title
        practice.Round: title
        practice.Statement: text
        practice.StatementSet: name source
        practice.Station: name
        practice.Step: outcome sign text
        practice.TeamMeeting: minutes
        practice.TemplatePoint: link text
        programmes.Programme: name problems target_group
        programmes.Staff: name team
        programmes.Target: reason
        reports.Extract: content title
        reports.Question: metric only split title
        reports.Release: content
        reports.ReportSnapshot: figures subject_id subject_name
        reports.SharedFile: content municipality quarter sender
        reports.Story: text
        workspace.SavedView: name query
        workspace.Transfer: reason
    """,
    "of a partner and its people": """
        partners.Assumption: text
        partners.Challenge: how
        partners.Contact: email name notes phone role search_name
        partners.CriterionAnswer: words
        partners.JointMeeting: about
        partners.Offer: name requires terms
        partners.Partner: address city cvr email name notes phone postal_code search_name sort_name web
        partners.Partnership: crisis_rules economy geography it_systems ours_by paper purpose theirs_by virtual_options
    """,
    "of the machine: no page of a case reads it": """
        audit.AuditEvent: action actor_name changes db_role object_type outcome path purpose relation
        core.Heartbeat: name
        core.ImportFile: choices filename kind mapping report_text sheet undone_by
        core.Job: args error kind message result result_url title
        core.OutboxMail: body calendar calendar_method error sender still_wanted subject to
        core.OutboxSms: body error still_wanted to
        core.SubmitKey: location
        exchange.InstallationKey: name
        exchange.KnownInstallation: compared_with name
    """,
    "of a case: read where a sown column of the same row or of its part of the page is, or empty in this world": """
        cases.AccessGrant: reason
        cases.BreachReason: text
        cases.BrokenGlass: reason told_reason
        cases.Case: came_from written_guide
        cases.CaseWeight: reason
        cases.Consent: given_by one_suffices rule witness
        cases.Document: withdraw_reason
        cases.Draft: over text
        cases.DutyBreach: mistake
        cases.DutyDecision: decided_by mistake note
        cases.DutyExemption: decided_by
        cases.FormerNumber: cpr
        cases.Guardian: email relation
        cases.Participation: role
        cases.YoungPerson: cpr email postal_code search_name sort_name
        exchange.BundleSent: basis_text
        intake.Decision: reopen_reason where
        intake.Inquiry: cpr phone
        intake.ListedCase: said
        intake.Statement: basis_note said_by text withdrawn_why
        participation.Entry: destination withdrawn_because
        plans.FormalDecision: mistaken_why paragraph
        plans.Goal: professional removed_because
        plans.MilestoneMove: reason
        plans.Plan: destination_note
        plans.Qualification: adjusted_words annulled_why basis carrier reason_words
        plans.QualificationMove: words
        progress.LevelSet: present struck_because
        progress.ScaleRound: struck_because
        progress.WellbeingAnswer: struck_because
    """,
}


def _columns():
    for why, models in _WHY.items():
        for line in models.strip().splitlines():
            model, _sep, names = line.strip().partition(": ")
            for name in names.split():
                yield f"{model}.{name}", why


NOT_SOWN: dict[str, str] = dict(_columns())
