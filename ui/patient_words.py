"""What the patient reads: one sentence that says what to do, one that helps; 12 words at most."""

from collections.abc import Mapping
from types import MappingProxyType

from app.desk.patient_view import Act

WORDS: Mapping[Act, tuple[str, str]] = MappingProxyType(
    {
        Act.HIDDEN: ("", ""),
        Act.WELCOME: ("Bienvenue.", "Le pharmacien va vous recevoir."),
        Act.TALK: ("Le pharmacien vous écoute.", "Répondez comme vous pouvez. Prenez votre temps."),
        Act.TEMPERATURE: ("On prend votre température.", "Ne bougez pas la tête."),
        Act.BLOOD_PRESSURE: (
            "Posez le brassard sur votre bras nu.",
            "Bras sur la table, pieds à plat. Ne parlez pas.",
        ),
        Act.OXIMETRY: ("Placez votre doigt dans la pince.", "Main posée. Ne bougez pas."),
        Act.WEIGHT: ("Montez sur la balance.", "Sans chaussures. Ne bougez plus."),
        Act.GLUCOSE: ("On prend une goutte de sang.", "Tendez un doigt. C’est rapide."),
        Act.HEART_RATE: ("Placez la ceinture sous la poitrine.", "Respirez normalement."),
        Act.PICTURE: ("On prend une photo pour le médecin.", "Ne bougez pas pendant la photo."),
        Act.LISTEN: ("On écoute votre cœur et vos poumons.", "Ne parlez pas."),
        Act.THANKS: ("Merci.", "Le pharmacien vous explique la suite."),
    }
)
