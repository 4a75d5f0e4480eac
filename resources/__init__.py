"""What the station ships beside its code: texts, icons, fonts, codes, set-up."""
