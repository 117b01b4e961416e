/** What the policy page says, in three languages: the page is loaded by editors alone, and comes with its words. */

export interface PolicyWords {
  readonly title: string;
  readonly back: string;
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
  back: "الطابور",
  inForce: "المعمول به الآن",
  shipped: "القواعد المرفقة وحدها",
  version: "النسخة",
  unusable: "القواعد المعمول بها غير صالحة: كل التعليقات تنتظر قرارًا.",
  profile: "النمط",
  profiles: { balanced: "متوازن", strict: "صارم", "hold-all": "كل شيء ينتظر" },
  holdFrom: "ينتظر ابتداء من",
  rejectFrom: "يُرفض ابتداء من",
  lists: { hold: "كلمات تنتظر قرارًا", reject: "كلمات تُرفض", allow: "كلمات مسموح بها" },
  star: "كلمة أو عبارة في كل سطر. النجمة في أول الكلمة أو آخرها تعني أي حروف: بطيخ*",
  whole: "الوثيقة كاملة",
  notJson: "الوثيقة ليست JSON صحيحًا.",
  save: "احفظ مسودة",
  unsaved: "فيها ما لم يُحفظ بعد.",
  saved: "حُفظت، ولم يُعمل بها بعد.",
  doubts: "ملاحظات",
  dryRun: "جرّبها على تعليقات الأيام الماضية",
  days: { "7": "7 أيام", "30": "30 يومًا", "90": "90 يومًا" },
  running: "جارٍ التجريب",
  figures: {
    judged: "تعليقات فُحصت",
    hits: "كانت ستُوقف",
    newly_held: "كانت ستنتظر وهي منشورة الآن",
    newly_refused: "كانت ستُرفض",
    newly_published: "كانت ستُنشر وهي موقوفة الآن",
  },
  precision: "وافق المشرفون على",
  nobody: "لم يقرر أحد في شيء منها",
  questionable: "قواعد معمول بها يخالفها المشرفون كثيرًا",
  rules: "بحسب القاعدة",
  ruleColumns: ["القاعدة", "مرات", "وافقوا", "خالفوا"],
  stopped: "توقفت التجربة قبل نهايتها.",
  activate: "اعمل بها",
  activated: "سيُعمل بها في كل مكان خلال دقيقة.",
  rollBack: "ارجع إلى ما قبلها",
  holdAll: "أوقف كل شيء مدة",
  hours: { "60": "ساعة", "480": "8 ساعات", "1440": "24 ساعة" },
  until: "كل التعليقات تنتظر حتى",
  end: "أنهِ الآن",
  history: "من غيّر ماذا",
  steps: { saved: "حفظ", activated: "عمل بـ", "rolled-back": "رجع إلى", overridden: "أوقف كل شيء فوق", "override-ended": "أنهى الإيقاف فوق" },
};

const fr: PolicyWords = {
  title: "Règles",
  back: "File d’attente",
  inForce: "En vigueur",
  shipped: "les règles fournies seules",
  version: "version",
  unusable: "Les règles en vigueur sont inutilisables : tout commentaire attend une décision.",
  profile: "Profil",
  profiles: { balanced: "équilibré", strict: "strict", "hold-all": "tout attend" },
  holdFrom: "Attend à partir de",
  rejectFrom: "Refusé à partir de",
  lists: { hold: "Mots qui font attendre", reject: "Mots refusés", allow: "Mots permis" },
  star: "Un mot ou une expression par ligne. Une étoile au début ou à la fin vaut n’importe quelles lettres : melon*",
  whole: "Tout le document",
  notJson: "Le document n’est pas du JSON.",
  save: "Enregistrer un brouillon",
  unsaved: "Des modifications ne sont pas enregistrées.",
  saved: "enregistrée, pas encore en vigueur.",
  doubts: "Remarques",
  dryRun: "Essayer sur les commentaires passés",
  days: { "7": "7 jours", "30": "30 jours", "90": "90 jours" },
  running: "Essai en cours",
  figures: {
    judged: "commentaires examinés",
    hits: "auraient été arrêtés",
    newly_held: "auraient attendu et sont publiés",
    newly_refused: "auraient été refusés",
    newly_published: "auraient été publiés et sont arrêtés",
  },
  precision: "Les modérateurs sont d’accord pour",
  nobody: "personne n’a rien décidé",
  questionable: "Règles en vigueur que les modérateurs contredisent souvent",
  rules: "Par règle",
  ruleColumns: ["règle", "fois", "d’accord", "contre"],
  stopped: "L’essai s’est arrêté avant la fin.",
  activate: "Mettre en vigueur",
  activated: "En vigueur partout d’ici une minute.",
  rollBack: "Revenir à la précédente",
  holdAll: "Tout retenir pendant",
  hours: { "60": "1 heure", "480": "8 heures", "1440": "24 heures" },
  until: "Tout commentaire attend jusqu’au",
  end: "Finir maintenant",
  history: "Qui a changé quoi",
  steps: { saved: "a enregistré", activated: "a mis en vigueur", "rolled-back": "est revenu à", overridden: "a tout retenu sur", "override-ended": "a fini la retenue sur" },
};

const en: PolicyWords = {
  title: "Policy",
  back: "Queue",
  inForce: "In force",
  shipped: "the shipped policy alone",
  version: "version",
  unusable: "The policy in force can’t be used: every comment waits for a decision.",
  profile: "Profile",
  profiles: { balanced: "balanced", strict: "strict", "hold-all": "everything waits" },
  holdFrom: "Waits from",
  rejectFrom: "Refused from",
  lists: { hold: "Words that wait", reject: "Words that are refused", allow: "Words that are allowed" },
  star: "A word or phrase a line. A star at the beginning or end of a word means any letters: melon*",
  whole: "The whole document",
  notJson: "The document is not JSON.",
  save: "Save a draft",
  unsaved: "Some changes are not saved yet.",
  saved: "saved, not in force yet.",
  doubts: "Doubts",
  dryRun: "Try it on past comments",
  days: { "7": "7 days", "30": "30 days", "90": "90 days" },
  running: "Trying",
  figures: {
    judged: "comments looked at",
    hits: "would have been stopped",
    newly_held: "would have waited and are public",
    newly_refused: "would have been refused",
    newly_published: "would have been public and are stopped",
  },
  precision: "Moderators agree on",
  nobody: "nobody decided on any",
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
  history: "Who changed what",
  steps: { saved: "saved", activated: "put in force", "rolled-back": "went back to", overridden: "held everything over", "override-ended": "ended the hold over" },
};

export const policyWords: Readonly<Record<string, PolicyWords>> = { ar, fr, en };
