"""What lies in a dossier or beside it: files, letters, notes, and what citizens say of it."""

from django.db import models
from django.db.models import Index, UniqueConstraint

from toantrinh.cases.models.case import Case
from toantrinh.kernel.moment import now


class CasePaper(models.Model):
    """One file in one slot of the dossier."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="papers")
    slot = models.CharField(max_length=60, help_text="Code of the paper in the edition.")
    file = models.CharField(max_length=80, help_text="URN of the file.")
    supplied_at = models.DateTimeField(default=now)
    after_supplement = models.BooleanField(default=False)

    class Meta:
        constraints = [UniqueConstraint(fields=["case", "file"], name="case_file_once")]

    def __str__(self) -> str:
        return f"{self.slot} of {self.case_id}"


class CaseLetter(models.Model):
    """A letter or result that a case issued."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    form = models.CharField(max_length=60, help_text="01 to 05, or the code of a result.")
    letter = models.CharField(max_length=80, help_text="URN of the letter.")
    issued_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.form} of {self.case_id}"


class CaseNote(models.Model):
    """What officers write to each other beside a case; no citizen reads it in the portal."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.CharField(max_length=80)
    by_name = models.CharField(max_length=100)
    text_sealed = models.BinaryField()
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"Note on {self.case_id}"


class ValueReport(models.Model):
    """A citizen says that a register's value about them is wrong."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    path = models.CharField(max_length=120, help_text="The form field that showed the value.")
    said_sealed = models.BinaryField(help_text="What would be right, in the citizen's words.")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [UniqueConstraint(fields=["case", "path"], name="one_report_a_value")]

    def __str__(self) -> str:
        return f"{self.path} of {self.case_id}"


class TrackAttempt(models.Model):
    """A try to track a dossier without signing in, counted so that nobody guesses digits."""

    number = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            Index(fields=["number", "at"], name="track_attempts"),
            Index(fields=["at"], name="track_attempt_age"),
        ]

    def __str__(self) -> str:
        return f"{self.number} at {self.at}"
