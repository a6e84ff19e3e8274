"""The verbs of casework: each touches more than one aggregate, and writes its own row to the trail.

Every verb runs in one transaction, takes ``by`` (who) and, where time matters, ``on`` (the day it took effect).
"""

from cases.actions.activity import (
    add_activity,
    change_activity,
    confirm_activity,
    end_activity,
    set_activity,
)
from cases.actions.around import add_colleague, end_colleague
from cases.actions.case import (
    AlreadyKnown,
    assign,
    close,
    end_cover,
    find_known,
    open_case,
    reopen,
    set_status,
)
from cases.actions.closing import (
    FOLLOW_UP_EARLY_DAYS,
    ask_to_close,
    drop_closing,
    follow_up_day,
    record_follow_up,
    send_back_closing,
)
from cases.actions.consent import (
    add_participation,
    end_participation,
    give_consent,
    make_receipt,
    withdraw_consent,
)
from cases.actions.documents import (
    NoRoom,
    add_document,
    edit_document,
    open_document,
    withdraw_document,
)
from cases.actions.duty import (
    correct_breach,
    end_exemption,
    exempt,
    explain_missed,
    follow_again,
    is_exempt,
    report_breach,
    running_breach,
    take_back_breach,
)
from cases.actions.grants import name_persons, open_with_purpose, reveal_cpr
from cases.actions.guides import UNDO_WINDOW, describe_guide, undo_assign, weigh_case
from cases.actions.intake import (
    INQUIRY_FIELDS,
    answer_statement,
    ask_department,
    decide,
    edit_inquiry,
    point_to_case,
    receive_inquiry,
    reopen_inquiry,
    withdraw_question,
)
from cases.actions.lists import do_to_many, remove_view, save_view, undo_many, why_not
from cases.actions.notes import NOTE_EDIT_WINDOW, add_note, edit_note, strike_note
from cases.actions.stall import let_rest, stop_rest
from cases.actions.summary import write_summary
from cases.actions.transfers import (
    TRANSFER_UNDO_WINDOW,
    TransferRefused,
    cover,
    end_transfer,
    may_undo,
    transfer_cases,
    undo_transfer,
)
from cases.actions.transitions import (
    add_transition_rule,
    confirm_transition,
    end_transition_rule,
    take_back_transition,
)
from cases.actions.undo import take_back_confirmation

__all__ = [
    "AlreadyKnown",
    "INQUIRY_FIELDS",
    "NOTE_EDIT_WINDOW",
    "NoRoom",
    "TRANSFER_UNDO_WINDOW",
    "TransferRefused",
    "UNDO_WINDOW",
    "add_activity",
    "add_colleague",
    "add_document",
    "add_note",
    "add_participation",
    "add_transition_rule",
    "answer_statement",
    "FOLLOW_UP_EARLY_DAYS",
    "ask_department",
    "ask_to_close",
    "drop_closing",
    "follow_up_day",
    "record_follow_up",
    "send_back_closing",
    "assign",
    "change_activity",
    "close",
    "confirm_activity",
    "confirm_transition",
    "correct_breach",
    "cover",
    "decide",
    "describe_guide",
    "do_to_many",
    "edit_document",
    "edit_inquiry",
    "edit_note",
    "end_activity",
    "end_colleague",
    "end_cover",
    "end_exemption",
    "end_participation",
    "end_transfer",
    "end_transition_rule",
    "exempt",
    "explain_missed",
    "find_known",
    "follow_again",
    "give_consent",
    "is_exempt",
    "let_rest",
    "make_receipt",
    "may_undo",
    "name_persons",
    "open_case",
    "open_document",
    "open_with_purpose",
    "point_to_case",
    "receive_inquiry",
    "remove_view",
    "reopen",
    "reopen_inquiry",
    "report_breach",
    "reveal_cpr",
    "running_breach",
    "save_view",
    "set_activity",
    "set_status",
    "stop_rest",
    "strike_note",
    "take_back_breach",
    "take_back_confirmation",
    "take_back_transition",
    "transfer_cases",
    "undo_assign",
    "undo_many",
    "undo_transfer",
    "weigh_case",
    "why_not",
    "withdraw_consent",
    "withdraw_document",
    "withdraw_question",
    "write_summary",
]
