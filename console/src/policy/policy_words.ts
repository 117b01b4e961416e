/** What the policy page says, in three languages: the page is loaded by editors alone, and comes with its words. */

import type { Plural } from "../../../widget/src/words/type.ts";

/** What would change, and how many of it moderators had decided otherwise. */
export interface Change {
  readonly said: Plural;
  readonly against: Plural;
}

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
  readonly score: string;
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
  readonly judged: Plural;
  readonly hits: Plural;
  readonly changes: Readonly<Record<"newly_held" | "newly_refused" | "newly_published", Change>>;
  readonly precision: string;
  readonly nobody: string;
  readonly questionable: string;
  readonly rules: string;
  readonly ruleColumns: readonly [string, string, string, string];
  readonly examples: string;
  readonly becomes: Readonly<Record<string, string>>;
  readonly decided: Readonly<Record<string, string>>;
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
  score: "تُجمع درجات كل ما يُكتشف في التعليق: دون #hold يُنشر، ومن #hold ينتظر قرار مشرف، ومن #reject يُرفض. والخانة الفارغة تأخذ قيمة النمط.",
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
  judged: { zero: "لم يُفحص أي تعليق.", one: "فُحص تعليق واحد.", two: "فُحص تعليقان.", few: "فُحصت # تعليقات.", many: "فُحص # تعليقاً.", other: "فُحص # تعليق." },
  hits: { zero: "لن يُمنع نشر شيء منها.", one: "سيُمنع نشر واحد منها.", two: "سيُمنع نشر اثنين منها.", other: "سيُمنع نشر # منها." },
  changes: {
    newly_held: {
      said: { zero: "لن ينتظر تعليق آخر", one: "سينتظر تعليق آخر", two: "سينتظر تعليقان آخران", few: "ستنتظر # تعليقات أخرى", many: "سينتظر # تعليقاً آخر", other: "سينتظر # تعليق آخر" },
      against: { one: "، قبل المشرفون واحداً منها", two: "، قبل المشرفون اثنين منها", other: "، قبل المشرفون # منها" },
    },
    newly_refused: {
      said: { zero: "لن يُرفض تعليق آخر", one: "سيُرفض تعليق آخر", two: "سيُرفض تعليقان آخران", few: "ستُرفض # تعليقات أخرى", many: "سيُرفض # تعليقاً آخر", other: "سيُرفض # تعليق آخر" },
      against: { one: "، قبل المشرفون واحداً منها", two: "، قبل المشرفون اثنين منها", other: "، قبل المشرفون # منها" },
    },
    newly_published: {
      said: { zero: "لن يُنشر تعليق آخر", one: "سيُنشر تعليق آخر", two: "سيُنشر تعليقان آخران", few: "ستُنشر # تعليقات أخرى", many: "سيُنشر # تعليقاً آخر", other: "سيُنشر # تعليق آخر" },
      against: { one: "، منع المشرفون نشر واحد منها", two: "، منع المشرفون نشر اثنين منها", other: "، منع المشرفون نشر # منها" },
    },
  },
  precision: "نسبة موافقة المشرفين",
  nobody: "لا قرارات للمقارنة",
  questionable: "قواعد سارية كثيراً ما يخالفها المشرفون",
  rules: "بحسب القاعدة",
  ruleColumns: ["القاعدة", "المرات", "وافقوا", "خالفوا"],
  examples: "أمثلة",
  becomes: { publish: "سيُنشر", hold: "سينتظر", reject: "سيُرفض" },
  decided: { publish: "قبله مشرف", stop: "منع مشرف نشره" },
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
  unusable: "Les règles en vigueur sont inutilisables : tous les commentaires attendent une décision.",
  profile: "Profil",
  profiles: { balanced: "équilibré", strict: "strict", "hold-all": "tout relire" },
  holdFrom: "En attente à partir du score",
  rejectFrom: "Refusé à partir du score",
  score: "Ce qui est trouvé dans un commentaire s’additionne en un score : sous #hold il est publié, à partir de #hold il attend une décision, à partir de #reject il est refusé. Une case vide prend la valeur du profil.",
  lists: { hold: "Mots à relire", reject: "Mots refusés", allow: "Mots autorisés" },
  star: "Un mot ou une expression par ligne. Une étoile au début ou à la fin d’un mot remplace n’importe quelles lettres : melon*",
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
  judged: { one: "# commentaire examiné.", other: "# commentaires examinés." },
  hits: { one: "# serait arrêté en tout.", other: "# seraient arrêtés en tout." },
  changes: {
    newly_held: {
      said: { one: "# commentaire de plus attendrait", other: "# commentaires de plus attendraient" },
      against: { one: ", dont # que la modération avait approuvé", other: ", dont # que la modération avait approuvés" },
    },
    newly_refused: {
      said: { one: "# commentaire de plus serait refusé", other: "# commentaires de plus seraient refusés" },
      against: { one: ", dont # que la modération avait approuvé", other: ", dont # que la modération avait approuvés" },
    },
    newly_published: {
      said: { one: "# commentaire de plus serait publié", other: "# commentaires de plus seraient publiés" },
      against: { one: ", dont # que la modération avait arrêté", other: ", dont # que la modération avait arrêtés" },
    },
  },
  precision: "Accord des modérateurs",
  nobody: "aucune décision à comparer",
  questionable: "Règles en vigueur souvent contredites par les modérateurs",
  rules: "Par règle",
  ruleColumns: ["règle", "fois", "d’accord", "contre"],
  examples: "Exemples",
  becomes: { publish: "serait publié", hold: "attendrait", reject: "serait refusé" },
  decided: { publish: "la modération l’a approuvé", stop: "la modération l’a arrêté" },
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
  score: "What is found in a comment adds up to its score: below #hold it is public, from #hold on it waits for a decision, from #reject on it is refused. An empty field takes the profile’s value.",
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
  judged: { one: "# comment looked at.", other: "# comments looked at." },
  hits: { one: "# of them would be stopped in all.", other: "# of them would be stopped in all." },
  changes: {
    newly_held: {
      said: { one: "# more would wait", other: "# more would wait" },
      against: { one: ", # of which moderators had approved", other: ", # of which moderators had approved" },
    },
    newly_refused: {
      said: { one: "# more would be refused", other: "# more would be refused" },
      against: { one: ", # of which moderators had approved", other: ", # of which moderators had approved" },
    },
    newly_published: {
      said: { one: "# more would be public", other: "# more would be public" },
      against: { one: ", # of which moderators had stopped", other: ", # of which moderators had stopped" },
    },
  },
  precision: "Moderators agree",
  nobody: "no decisions to compare with",
  questionable: "Rules in force that moderators keep overturning",
  rules: "By rule",
  ruleColumns: ["rule", "times", "agreed", "overturned"],
  examples: "Examples",
  becomes: { publish: "would be public", hold: "would wait", reject: "would be refused" },
  decided: { publish: "a moderator approved it", stop: "a moderator stopped it" },
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
