"""What is said of the microphone and the loudspeaker of a call, in French."""

NBSP = "\u00a0"
NO_MICROPHONE = (
    f"Micro{NBSP}: aucun ne répond. Le médecin vous voit sans vous entendre{NBSP}: branchez un "
    "micro, ou appelez-le par téléphone."
)
NO_LOUDSPEAKER = (
    f"Haut-parleur{NBSP}: aucun ne répond. Vous voyez le médecin sans l’entendre{NBSP}: branchez "
    "un haut-parleur, ou appelez-le par téléphone."
)
NO_LIBRARY = (
    f"Voix{NBSP}: le logiciel de son manque sur ce poste. L’image passe{NBSP}; appelez le médecin "
    "par téléphone et prévenez qui a installé le poste."
)
