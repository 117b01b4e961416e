/** What the policy page says, in three languages: the page is loaded by editors alone, and comes with its words. */

export interface PolicyWords {
  readonly title: string;
  readonly inForce: string;
  readonly shipped: string;
  readonly version: string;
  readonly unusable: string;
  readonly profile: string;
  readonly profiles: Readonly<Record<string, string>>;
  readonly holdFrom: string;
  readonly rejectFrom: string;
  readonly lists: Readonly<Record<"hold" | "reject" | "allow", string>>;
  readonly star: string;
  readonly whole: string;
  readonly notJson: string;
  readonly wrongEntry: string;
  readonly wordRules: string;
  readonly cutRules: string;
  readonly save: string;
  readonly unsaved: string;
  readonly saved: string;
  readonly doubts: string;
  readonly dryRun: string;
  readonly days: Readonly<Record<string, string>>;
  readonly running: string;
  readonly figures: Readonly<Record<string, string>>;
  readonly precision: string;
  readonly nobody: string;
  readonly questionable: string;
  readonly rules: string;
  readonly ruleColumns: readonly [string, string, string, string];
  readonly stopped: string;
  readonly activate: string;
  readonly activated: string;
  readonly rollBack: string;
  readonly holdAll: string;
  readonly hours: Readonly<Record<string, string>>;
  readonly until: string;
  readonly end: string;
  readonly history: string;
  readonly steps: Readonly<Record<string, string>>;
}

const ar: PolicyWords = {
  title: "القواعد",
  inForce: "السارية الآن",
  shipped: "القواعد المرفقة وحدها",
  version: "النسخة",
  unusable: "القواعد السارية غير صالحة؛ لذلك تنتظر كل التعليقات قرار مشرف.",
  profile: "النمط",
  profiles: { balanced: "متوازن", strict: "صارم", "hold-all": "مراجعة كل شيء" },
  holdFrom: "المراجعة ابتداءً من الدرجة",
  rejectFrom: "الرفض ابتداءً من الدرجة",
  lists: { hold: "كلمات تستوجب المراجعة", reject: "كلمات مرفوضة", allow: "كلمات مسموح بها" },
  star: "كلمة أو عبارة في كل سطر. النجمة في أول الكلمة أو آخرها تقوم مقام أي حروف: بطيخ*",
  whole: "الوثيقة كاملة",
  notJson: "ليست الوثيقة بصيغة JSON صحيحة.",
  wrongEntry: "لا يصلح هذا السطر: ",
  wordRules: "اكتب في كل سطر كلمة أو عبارة من حروف، 80 حرفاً على الأكثر؛ وتوضع النجمة في أول الكلمة أو آخرها ومعها ثلاثة أحرف على الأقل.",
  cutRules: "اكتب عدداً من 0 فأكثر، على ألا تقل درجة الرفض عن درجة المراجعة.",
  save: "حفظ المسودة",
  unsaved: "توجد تعديلات لم تُحفظ بعد.",
  saved: "حُفظت النسخة # ولم تُفعَّل بعد.",
  doubts: "ملاحظات",
  dryRun: "تجربة على التعليقات السابقة",
  days: { "7": "آخر 7 أيام", "30": "آخر 30 يوماً", "90": "آخر 90 يوماً" },
  running: "التجربة جارية",
  figures: {
    judged: "تعليقات فُحصت",
    hits: "ستُوقَف بهذه القواعد",
    newly_held: "ستنتظر وهي منشورة الآن",
    newly_refused: "ستُرفض",
    newly_published: "ستُنشر وهي موقوفة الآن",
  },
  precision: "نسبة موافقة المشرفين",
  nobody: "لا قرارات للمقارنة",
  questionable: "قواعد سارية كثيراً ما يخالفها المشرفون",
  rules: "بحسب القاعدة",
  ruleColumns: ["القاعدة", "المرات", "وافقوا", "خالفوا"],
  stopped: "توقفت التجربة قبل نهايتها.",
  activate: "تفعيل",
  activated: "يسري ذلك في كل مكان خلال دقيقة.",
  rollBack: "العودة إلى النسخة السابقة",
  holdAll: "إيقاف النشر التلقائي لمدة",
  hours: { "60": "ساعة", "480": "8 ساعات", "1440": "24 ساعة" },
  until: "كل التعليقات تنتظر المراجعة حتى",
  end: "إنهاء الآن",
  history: "سجل التغييرات",
  steps: { saved: "حفظ مسودة", activated: "تفعيل", "rolled-back": "عودة إلى نسخة سابقة", overridden: "إيقاف النشر التلقائي", "override-ended": "استئناف النشر التلقائي" },
};

const fr: PolicyWords = {
  title: "Règles",
  inForce: "En vigueur",
  shipped: "les règles fournies seules",
  version: "version",
  unusable: "Les règles en vigueur sont inutilisables : tous les commentaires attendent une décision.",
  profile: "Profil",
  profiles: { balanced: "équilibré", strict: "strict", "hold-all": "tout relire" },
  holdFrom: "Retenu à partir du score",
  rejectFrom: "Refusé à partir du score",
  lists: { hold: "Mots à relire", reject: "Mots refusés", allow: "Mots autorisés" },
  star: "Un mot ou une expression par ligne. Une étoile au début ou à la fin d’un mot remplace n’importe quelles lettres : melon*",
  whole: "Le document entier",
  notJson: "Le document n’est pas un JSON valide.",
  wrongEntry: "Cette ligne ne convient pas : ",
  wordRules: "Une ligne est un mot ou une expression en lettres, de 80 caractères au plus ; l’étoile se met au début ou à la fin d’un mot, avec au moins trois lettres.",
  cutRules: "Écrivez un nombre à partir de 0 ; le seuil de refus n’est pas inférieur au seuil de relecture.",
  save: "Enregistrer un brouillon",
  unsaved: "Des modifications ne sont pas enregistrées.",
  saved: "La version # est enregistrée, mais pas encore en vigueur.",
  doubts: "Remarques",
  dryRun: "Essayer sur les commentaires passés",
  days: { "7": "7 derniers jours", "30": "30 derniers jours", "90": "90 derniers jours" },
  running: "Essai en cours",
  figures: {
    judged: "commentaires examinés",
    hits: "seraient retenus ou refusés",
    newly_held: "seraient retenus, alors qu’ils sont publiés",
    newly_refused: "seraient refusés",
    newly_published: "seraient publiés, alors qu’ils sont retenus",
  },
  precision: "Accord des modérateurs",
  nobody: "aucune décision à comparer",
  questionable: "Règles en vigueur souvent contredites par les modérateurs",
  rules: "Par règle",
  ruleColumns: ["règle", "fois", "d’accord", "contre"],
  stopped: "L’essai s’est arrêté avant la fin.",
  activate: "Mettre en vigueur",
  activated: "Appliqué partout d’ici une minute.",
  rollBack: "Revenir à la version précédente",
  holdAll: "Suspendre la publication automatique pendant",
  hours: { "60": "1 heure", "480": "8 heures", "1440": "24 heures" },
  until: "Tous les commentaires attendent une relecture jusqu’au",
  end: "Arrêter maintenant",
  history: "Historique des changements",
  steps: { saved: "brouillon enregistré", activated: "mise en vigueur", "rolled-back": "retour à une version précédente", overridden: "publication automatique suspendue", "override-ended": "publication automatique rétablie" },
};

const en: PolicyWords = {
  title: "Policy",
  inForce: "In force",
  shipped: "the shipped policy alone",
  version: "version",
  unusable: "The policy in force can’t be used: every comment waits for a decision.",
  profile: "Profile",
  profiles: { balanced: "balanced", strict: "strict", "hold-all": "everything waits" },
  holdFrom: "Waits from score",
  rejectFrom: "Refused from score",
  lists: { hold: "Words that wait", reject: "Words that are refused", allow: "Words that are allowed" },
  star: "A word or phrase a line. A star at the beginning or end of a word means any letters: melon*",
  whole: "The whole document",
  notJson: "The document is not JSON.",
  wrongEntry: "This line can’t be used: ",
  wordRules: "A line is a word or phrase in letters, of at most 80 characters; a star goes to the beginning or end of a word, with at least three letters.",
  cutRules: "Write a number from 0 up; the score to refuse from is not below the one to hold from.",
  save: "Save a draft",
  unsaved: "Some changes are not saved yet.",
  saved: "Version # is saved, not in force yet.",
  doubts: "Doubts",
  dryRun: "Try it on past comments",
  days: { "7": "last 7 days", "30": "last 30 days", "90": "last 90 days" },
  running: "Trying",
  figures: {
    judged: "comments looked at",
    hits: "would be stopped",
    newly_held: "would wait and are public",
    newly_refused: "would be refused",
    newly_published: "would be public and are stopped",
  },
  precision: "Moderators agree",
  nobody: "no decisions to compare with",
  questionable: "Rules in force that moderators keep overturning",
  rules: "By rule",
  ruleColumns: ["rule", "times", "agreed", "overturned"],
  stopped: "The trial stopped before its end.",
  activate: "Put in force",
  activated: "In force everywhere within a minute.",
  rollBack: "Go back to the one before",
  holdAll: "Hold everything for",
  hours: { "60": "1 hour", "480": "8 hours", "1440": "24 hours" },
  until: "Every comment waits until",
  end: "End now",
  history: "History of changes",
  steps: { saved: "draft saved", activated: "put in force", "rolled-back": "rolled back", overridden: "everything held", "override-ended": "hold ended" },
};

export const policyWords: Readonly<Record<string, PolicyWords>> = { ar, fr, en };
