"""Who may do what: each role's verbs as a table, with the sentence that tells an operator what the role lets one see.

A verb is `room.verb`. A role's verbs hold for the agency of the office alone (`own`), or also for the agencies under it
(`below`), or everywhere (`anywhere`: only what shows no personal data, and the population register's own keepers).
"""

from dataclasses import dataclass, field

from toantrinh.kernel.text import Text, t


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One line of the table."""

    code: str
    name: Text
    sees: Text
    """Answers "what does this right let one see?" in one sentence."""
    own: frozenset[str] = field(default_factory=frozenset)
    below: frozenset[str] = field(default_factory=frozenset)
    anywhere: frozenset[str] = field(default_factory=frozenset)

    @property
    def verbs(self) -> frozenset[str]:
        """Everything the role may do somewhere."""
        return self.own | self.below | self.anywhere


CITIZEN: dict[str, int] = {
    "account.change": 1,
    "case.consent": 2,
    "case.file": 1,
    "case.pay": 1,
    "case.rate": 1,
    "case.read_own": 1,
    "case.supplement": 1,
    "case.withdraw": 1,
    "document.keep": 1,
    "document.read": 1,
    "exchange.call": 1,
    "look.read": 1,
    "mandate.give": 2,
    "notice.read": 1,
    "person.read": 1,
    "petition.follow": 0,
    "petition.send": 0,
    "register.extract": 2,
    "register.read": 1,
}
"""What a citizen may do in their own name or for those whom they may act for, and the least level of sign-in for it."""

_DESK = frozenset(
    {
        "case.opine",
        "case.read",
        "document.keep",
        "document.read",
        "exchange.call",
        "case.charge",
        "notice.send",
        "person.read",
        "task.read",
        "task.take",
    }
)

_WHOLE_DESK = _DESK | {
    "case.ask",
    "case.check",
    "case.consult",
    "case.decide",
    "case.file_for",
    "case.mend",
    "case.receive",
    "case.refuse",
    "case.return",
    "case.route",
    "case.stop",
    "document.issue",
}
"""Desks without a reception of their own: who receives a dossier also examines it."""

_REGISTER = frozenset({"register.correct", "register.extract", "register.read", "register.write"})
"""For registers whose package names the role (`officers`): an office of one trade opens no entry of another's."""

_ONE_TRADE = (
    Role(
        code="case_officer",
        name=t("Công chức chuyên môn", "Case officer"),
        sees=t(
            "Thẩm tra hồ sơ nộp tại cơ quan mình và trình ký; không mở cơ sở dữ liệu nào.",
            "Examines the dossiers of the own agency and passes them on for signature; opens no register.",
        ),
        own=_WHOLE_DESK - {"case.file_for", "case.receive", "case.return"},
    ),
    Role(
        code="residence_officer",
        name=t("Cán bộ đăng ký cư trú", "Residence officer"),
        sees=t(
            "Tiếp nhận, thẩm tra hồ sơ cư trú nộp tại công an xã, phường mình; hỏi dữ liệu dân cư theo từng hồ sơ.",
            "Receives and examines residence dossiers of the own police; asks for population data case by case.",
        ),
        own=_WHOLE_DESK,
    ),
    Role(
        code="business_officer",
        name=t("Công chức đăng ký kinh doanh", "Business officer"),
        sees=t(
            "Thẩm tra hồ sơ hộ kinh doanh của cơ quan mình; tra tên trùng trong sổ hộ kinh doanh.",
            "Examines household-business dossiers of the own agency; looks for equal names in their register.",
        ),
        own=_WHOLE_DESK | _REGISTER,
    ),
    Role(
        code="record_officer",
        name=t("Cán bộ lý lịch tư pháp", "Criminal-record officer"),
        sees=t(
            "Tiếp nhận, thẩm tra yêu cầu Phiếu lý lịch tư pháp; tra án tích của đúng người trong hồ sơ, người đó biết.",
            "Receives and examines requests for criminal-record certificates; looks up the person of the dossier, who "
            "learns of it.",
        ),
        own=_WHOLE_DESK | _REGISTER,
    ),
    Role(
        code="licence_officer",
        name=t("Cán bộ cấp giấy phép lái xe", "Driving-licence officer"),
        sees=t(
            "Tiếp nhận, thẩm tra hồ sơ đổi giấy phép lái xe; xem giấy phép của đúng người trong hồ sơ.",
            "Receives and examines driving-licence dossiers; sees the licence of the person of the dossier.",
        ),
        own=_WHOLE_DESK | _REGISTER,
    ),
    Role(
        code="insurance_officer",
        name=t("Viên chức bảo hiểm xã hội", "Social-insurance officer"),
        sees=t(
            "Tiếp nhận, thẩm tra hồ sơ thẻ bảo hiểm y tế, trợ cấp mai táng của cơ quan mình; xem thẻ của người trong "
            "hồ sơ.",
            "Receives and examines dossiers of health cards and funeral grants of the own agency; sees the card of the "
            "person of the dossier.",
        ),
        own=_WHOLE_DESK | _REGISTER,
    ),
    Role(
        code="health_officer",
        name=t("Cán bộ dữ liệu y tế", "Health-data officer"),
        sees=t(
            "Xem và sửa kết quả khám sức khoẻ mà cơ quan mình giữ, khi người dân báo sai.",
            "Sees and corrects health examinations that the own agency keeps, when somebody reports a mistake.",
        ),
        own=_REGISTER | {"exchange.call", "task.read", "task.take"},
    ),
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            code="receptionist",
            name=t("Công chức một cửa", "One-stop officer"),
            sees=t(
                "Xem và tiếp nhận hồ sơ nộp tại cơ quan mình, hỏi bổ sung một lần, trả kết quả.",
                "Sees and receives the dossiers of the own agency, asks once for more, hands over results.",
            ),
            own=_DESK
            | {
                "case.ask",
                "case.file_for",
                "case.receive",
                "case.refuse",
                "case.return",
                "case.route",
                "document.issue",
                "payment.take_cash",
                "petition.ask",
                "petition.read",
                "petition.receive",
            },
        ),
        Role(
            code="petition_officer",
            name=t("Công chức xử lý phản ánh, kiến nghị", "Petition officer"),
            sees=t(
                "Xem phản ánh, kiến nghị gửi đến cơ quan mình, soạn trả lời và bản công khai; "
                "không xem phản ánh về cán bộ, trừ khi được giao.",
                "Sees the petitions to the own agency, drafts answers and public versions; none about an officer, "
                "unless charged with it.",
            ),
            own=_DESK
            | {
                "petition.answer",
                "petition.ask",
                "petition.publish",
                "petition.read",
                "petition.receive",
            },
        ),
        Role(
            code="civil_status_officer",
            name=t("Công chức tư pháp – hộ tịch", "Civil-status officer"),
            sees=t(
                "Xem hồ sơ hộ tịch và sổ hộ tịch của cơ quan mình, thẩm tra và trình ký.",
                "Sees the civil-status dossiers and register of the own agency, and examines them for signature.",
            ),
            own=_DESK
            | {
                "case.ask",
                "case.check",
                "case.consult",
                "case.decide",
                "case.mend",
                "case.refuse",
                "case.route",
                "case.stop",
                "document.issue",
                "petition.answer",
                "petition.ask",
                "petition.publish",
                "petition.read",
                "register.correct",
                "register.extract",
                "register.read",
                "register.write",
            },
        ),
        *_ONE_TRADE,
        Role(
            code="signer",
            name=t("Người ký", "Signer"),
            sees=t(
                "Xem hồ sơ đã thẩm tra của cơ quan mình và ký kết quả hoặc trả lại.",
                "Sees the examined dossiers of the own agency and signs the result or sends it back.",
            ),
            own=_DESK
            | {
                "case.assign",
                "case.consult",
                "case.decide",
                "case.extend",
                "case.mend",
                "case.refuse",
                "case.route",
                "case.sign",
                "case.stop",
                "document.issue",
                "document.revoke",
                "payment.refund",
                "petition.answer",
                "petition.approve",
                "petition.ask",
                "petition.assign",
                "petition.publish",
                "petition.read",
                "petition.receive",
                "register.extract",
                "register.read",
                "register.write",
                "task.assign",
            },
        ),
        Role(
            code="registrar",
            name=t("Cán bộ dữ liệu dân cư", "Population registrar"),
            sees=t(
                "Xem và sửa thông tin dân cư khi có lý do; mỗi lần xem người dân đều biết.",
                "Sees and corrects population data for a stated purpose; the person learns of every look.",
            ),
            own=frozenset({"task.read", "task.take"}),
            anywhere=frozenset(
                {
                    "exchange.call",
                    "person.read",
                    "register.correct",
                    "register.extract",
                    "register.read",
                    "register.write",
                }
            ),
        ),
        Role(
            code="operator",
            name=t("Người vận hành", "Operator"),
            sees=t(
                "Xem tình trạng hệ thống, quyền và cơ quan; không xem được hồ sơ hay dữ liệu của người dân.",
                "Sees the state of the system, rights and agencies; no dossier and no personal data.",
            ),
            own=frozenset({"task.read"}),
            anywhere=frozenset(
                {
                    "agency.change",
                    "console.read",
                    "figure.publish",
                    "office.change",
                    "package.install",
                    "payment.reconcile",
                    "payment.refund",
                    "record.read",
                    "record.verify",
                }
            ),
        ),
        Role(
            code="auditor",
            name=t("Người kiểm tra", "Auditor"),
            sees=t(
                "Xem sổ ghi, chứng minh và số lần xem dữ liệu; không xem nội dung hồ sơ.",
                "Sees the record, its proofs and the looks at data; not what a dossier holds.",
            ),
            anywhere=frozenset({"console.read", "look.audit", "record.read", "record.verify"}),
        ),
        Role(
            code="leader",
            name=t("Lãnh đạo", "Leader"),
            sees=t(
                "Xem số liệu và việc quá hạn của cơ quan mình và các cơ quan trực thuộc.",
                "Sees figures and overdue tasks of the own agency and the agencies under it.",
            ),
            below=frozenset({"board.read", "task.assign", "task.read"}),
        ),
        Role(
            code="none",
            name=t("Chưa được giao quyền", "No rights yet"),
            sees=t("Chưa xem được gì.", "Sees nothing yet."),
        ),
    )
}

VERBS: frozenset[str] = frozenset(CITIZEN).union(*(role.verbs for role in ROLES.values()))
"""Every verb that somebody has; asking about another is a mistake in the code."""
