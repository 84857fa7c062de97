"""Editions of procedures, and the cases that run by them."""

from toantrinh.cases.models.bulk import BulkRow, BulkRun, new_bulk_urn
from toantrinh.cases.models.case import OPEN, Case, CasePerson, DossierCounter, Outcome, Status, Wait, new_case_urn
from toantrinh.cases.models.consents import CaseConsent, new_consent_urn
from toantrinh.cases.models.doors import (
    CaseIntake,
    CaseOpinion,
    CaseRoute,
    HandedPaper,
    HandOver,
    new_hand_over_urn,
    new_opinion_urn,
)
from toantrinh.cases.models.editions import Edition, Origin, new_edition_urn
from toantrinh.cases.models.finding import LONG_AGO, NEVER, CatalogueEntry, SearchEntry
from toantrinh.cases.models.linking import CaseOrigin, CasePart
from toantrinh.cases.models.papers import CaseLetter, CaseNote, CasePaper, TrackAttempt, ValueReport
from toantrinh.cases.models.petitions import (
    Petition,
    PetitionAnswer,
    PetitionFile,
    PetitionOutcome,
    PetitionReason,
    PetitionSending,
    PetitionStage,
    PetitionStatus,
    PublishedPetition,
    new_petition_urn,
)
from toantrinh.cases.models.work import CaseDue, CaseEffect, CasePause, CaseReason, CaseStep

__all__ = [
    "LONG_AGO",
    "NEVER",
    "OPEN",
    "BulkRow",
    "BulkRun",
    "Case",
    "CaseConsent",
    "CaseDue",
    "CaseEffect",
    "CaseIntake",
    "CaseLetter",
    "CaseNote",
    "CaseOpinion",
    "CaseOrigin",
    "CasePaper",
    "CasePart",
    "CasePause",
    "CasePerson",
    "CaseReason",
    "CaseRoute",
    "CaseStep",
    "CatalogueEntry",
    "DossierCounter",
    "Edition",
    "HandOver",
    "HandedPaper",
    "Origin",
    "Outcome",
    "Petition",
    "PetitionAnswer",
    "PetitionFile",
    "PetitionOutcome",
    "PetitionReason",
    "PetitionSending",
    "PetitionStage",
    "PetitionStatus",
    "PublishedPetition",
    "SearchEntry",
    "Status",
    "TrackAttempt",
    "ValueReport",
    "Wait",
    "new_bulk_urn",
    "new_case_urn",
    "new_consent_urn",
    "new_edition_urn",
    "new_hand_over_urn",
    "new_opinion_urn",
    "new_petition_urn",
]
