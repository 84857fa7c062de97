"""Files that people hand in, letters that agencies issue, and the attempts at learning a letter's holder."""

from django.db import models


class File(models.Model):
    """One file kept for a person; its content lies encrypted under that person's key, named by its digest."""

    urn = models.CharField(max_length=120, unique=True)
    person = models.CharField(max_length=120)
    """URN of the person whose file it is and whose key seals the content."""
    about = models.CharField(max_length=120, db_index=True)
    """URN of the dossier, entry or other thing to which it belongs."""
    agency = models.CharField(max_length=120, blank=True)
    """URN of the agency that controls it; empty while only its owner may see it."""
    name_sealed = models.BinaryField()
    """Its safe name, sealed: a file's name often tells what it is about."""
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    """Bytes, as kept."""
    pages = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    """Keyed digest of owner and content; also the name under which the store keeps it."""
    kept_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    """When it was taken away; its content goes with the next sweep of the store."""

    class Meta:
        indexes = [models.Index(fields=["person", "-kept_at"], name="file_of_person")]

    def __str__(self) -> str:
        return self.urn


class LetterTemplate(models.Model):
    """A template as it stood when a letter was issued from it, with all that it imports: it never changes."""

    digest = models.CharField(max_length=64, unique=True)
    texts = models.JSONField()
    """Typst texts by path; `main.typ` is the template itself."""

    def __str__(self) -> str:
        return self.digest


class Letter(models.Model):
    """A paper that an agency issued to a person, checkable by anyone who holds it."""

    urn = models.CharField(max_length=120, unique=True)
    token = models.CharField(max_length=40, unique=True)
    """Unguessable word in the QR code: it opens the page that says whether the letter is valid."""
    form = models.CharField(max_length=60)
    """Form of the letter, such as `01` of the national forms or a form of the procedure's package."""
    title_vi = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400)
    about = models.CharField(max_length=120, db_index=True)
    person = models.CharField(max_length=120)
    agency = models.CharField(max_length=120)
    agency_name = models.CharField(max_length=400)
    """Name of the agency on the day of issue; it stays when the agency is merged away."""
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, related_name="letters")
    """From which it is drawn."""
    holder_sealed = models.BinaryField()
    """Name of the holder, sealed; shown to a checker who knows the birth date."""
    birth_digest = models.CharField(max_length=64, blank=True)
    """Keyed digest of token and birth date; empty where the name is never told."""
    file = models.OneToOneField(File, on_delete=models.PROTECT, null=True, related_name="letter")
    """The drawn letter; empty until its first opening where drawing was put off."""
    words_sealed = models.BinaryField(null=True)
    """What a letter that is not drawn yet will say, sealed: its data, and what the house adds."""
    failed_at = models.DateTimeField(null=True)
    """When it could not be drawn, the last time; empty where it never failed."""
    issued_at = models.DateTimeField()
    valid_until_on = models.DateField(null=True)
    """Last day of validity; empty where it does not end by itself."""
    revoked_at = models.DateTimeField(null=True)
    revoked_ground_vi = models.CharField(max_length=400, blank=True)
    revoked_ground_en = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-issued_at"], name="letter_of_person")]

    def __str__(self) -> str:
        return self.urn


class NameAttempt(models.Model):
    """One attempt at learning a letter's holder by a birth date, right or wrong: they are limited by the hour."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="attempts")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["letter", "made_at"], name="attempt_by_hour")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.made_at}"
