"""Who acts: sign-in, accounts, agencies and territory, offices, mandates, roles; and whether they may."""
