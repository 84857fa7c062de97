"""What changed between two editions of a procedure, in words for somebody in the middle of the form."""

from collections.abc import Iterable, Mapping

from toantrinh.cases.definition import Procedure
from toantrinh.kernel.text import Text, t


def changes_between(old: Procedure, new: Procedure) -> tuple[Text, ...]:
    """Questions and papers that were added, dropped or reworded; empty where the form asks the same."""
    questions = [{field.name: field.label for field in one.fields() if not field.hidden} for one in (old, new)]
    papers = [{paper.code: paper.name for paper in one.papers} for one in (old, new)]
    return (
        *_told(
            questions[0],
            questions[1],
            t('Có thêm câu hỏi: "{name}".', 'There is a new question: "{name}".'),
            t('Không còn hỏi: "{name}".', 'No longer asked: "{name}".'),
            t(
                'Câu hỏi "{name}" được viết lại: kiểm tra câu trả lời.',
                'The question "{name}" was reworded: check your answer.',
            ),
        ),
        *_told(
            papers[0],
            papers[1],
            t('Có thêm giấy tờ: "{name}".', 'There is a new paper: "{name}".'),
            t('Không còn cần giấy tờ: "{name}".', 'No longer needed: "{name}".'),
            t(
                'Giấy tờ "{name}" được gọi tên khác: kiểm tra tệp đã thêm.',
                'The paper "{name}" was renamed: check the file you added.',
            ),
        ),
    )


def _told(
    old: Mapping[str, Text], new: Mapping[str, Text], added: Text, dropped: Text, changed: Text
) -> Iterable[Text]:
    yield from (added.fill(name=new[code]) for code in new if code not in old)
    yield from (dropped.fill(name=old[code]) for code in old if code not in new)
    yield from (changed.fill(name=new[code]) for code in new if code in old and old[code] != new[code])
