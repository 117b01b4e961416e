/** What the numbers page and the decision log say, in three languages: they come with the page that shows them. */

export interface StatisticsWords {
  readonly title: string;
  readonly span: string;
  readonly spans: Readonly<Record<number, string>>;
  readonly sums: Readonly<Record<"pending" | "posted" | "published" | "held" | "decided" | "median" | "overturned" | "corrected" | "refused" | "expired", string>>;
  readonly arrivals: string;
  readonly hours: string;
  readonly hour: string;
  readonly waiting: string;
  readonly published: string;
  readonly refused: string;
  readonly flow: string;
  readonly actions: string;
  readonly held: string;
  readonly decided: string;
  readonly decisions: Readonly<Record<"approved" | "rejected" | "spam" | "deleted" | "held", string>>;
  readonly tableBelow: string;
  readonly asTable: string;
  readonly day: string;
  readonly perModerator: string;
  readonly columns: readonly [string, string, string, string, string];
  readonly nobody: string;
  readonly heldWhy: string;
  readonly rejectedWhy: string;
  readonly reason: string;
  readonly many: string;
  readonly log: string;
  readonly month: string;
  readonly moderator: string;
  readonly anybody: string;
  readonly action: string;
  readonly any: string;
  readonly steps: Readonly<Record<string, string>>;
  readonly causes: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<string, string>>;
  readonly see: string;
  readonly noDecision: string;
  readonly more: string;
  readonly goOn: string;
  readonly download: string;
  readonly downloadDays: string;
  readonly nextPart: string;
  readonly downloaded: string;
}

const ar: StatisticsWords = {
  title: "الإحصاءات",
  span: "المدة",
  spans: { 7: "7 أيام", 30: "30 يوماً", 90: "90 يوماً" },
  sums: {
    pending: "قيد المراجعة الآن",
    posted: "كُتبت",
    published: "نُشرت مباشرة",
    held: "دخلت قيد المراجعة",
    decided: "القرارات",
    median: "نصف القرارات في أقل من",
    overturned: "قرارات نقضها زميل",
    corrected: "قرارات خالفت الفحص الآلي",
    refused: "رفضها الفحص الآلي",
    expired: "انتهت مهلتها",
  },
  arrivals: "ما كُتب يوماً بيوم وما صار إليه",
  hours: "ما كُتب حسب ساعة اليوم، بتوقيت جهازك",
  hour: "الساعة",
  waiting: "قيد المراجعة في نهاية كل يوم",
  published: "نُشرت مباشرة",
  refused: "رُفضت آلياً",
  flow: "الواصل إلى المراجعة والقرارات، يوماً بيوم",
  actions: "القرارات يوماً بيوم",
  held: "قيد المراجعة",
  decided: "قرارات",
  decisions: { approved: "قُبل", rejected: "رُفض", spam: "سبام", deleted: "حُذف", held: "أُعيد إلى المراجعة" },
  tableBelow: "الأرقام كلها في الجدول أدناه.",
  asTable: "الأرقام في جدول",
  day: "اليوم",
  perModerator: "حسب المشرف",
  columns: ["المشرف", "القرارات", "نقضها زميل", "تراجع عنها", "نصفها في أقل من"],
  nobody: "لا قرارات في هذه المدة.",
  heldWhy: "لماذا هي قيد المراجعة",
  rejectedWhy: "أسباب الرفض",
  reason: "السبب",
  many: "العدد",
  log: "سجل القرارات",
  month: "الشهر",
  moderator: "المشرف",
  anybody: "الجميع",
  action: "القرار",
  any: "كل القرارات",
  steps: { approve: "قبول", reject: "رفض", spam: "سبام", delete: "حذف", hold: "إعادة إلى المراجعة", undo: "تراجع", restore: "استعادة" },
  causes: { undo: "تراجع", restore: "استعادة", link: "من رسالة بريد", expired: "انتهت مهلته", staff: "رد هيئة التحرير" },
  states: { PENDING: "قيد المراجعة", APPROVED: "قبول", REJECTED: "رفض", SPAM: "سبام", DELETED: "حذف" },
  see: "عرض التعليق",
  noDecision: "لا قرارات هنا.",
  more: "المزيد",
  goOn: "لا شيء في هذا الجزء، وتليه قرارات أخرى.",
  download: "تنزيل بصيغة CSV",
  downloadDays: "تنزيل الأرقام بصيغة CSV",
  nextPart: "تنزيل الجزء التالي",
  downloaded: "اكتمل التنزيل.",
};

const fr: StatisticsWords = {
  title: "Statistiques",
  span: "Période",
  spans: { 7: "7 jours", 30: "30 jours", 90: "90 jours" },
  sums: {
    pending: "En attente maintenant",
    posted: "Écrits",
    published: "Publiés aussitôt",
    held: "Mis en attente",
    decided: "Décisions",
    median: "La moitié en moins de",
    overturned: "Infirmées par un collègue",
    corrected: "Contraires au contrôle automatique",
    refused: "Refusés par le contrôle automatique",
    expired: "Délai expiré",
  },
  arrivals: "Écrits jour par jour, et ce qu’ils sont devenus",
  hours: "Écrits par heure de la journée, à votre heure",
  hour: "Heure",
  waiting: "En attente à la fin de chaque jour",
  published: "Publiés aussitôt",
  refused: "Refusés d’office",
  flow: "Arrivées dans la file et décisions, jour par jour",
  actions: "Décisions jour par jour",
  held: "Mis en attente",
  decided: "Décisions",
  decisions: { approved: "Acceptés", rejected: "Refusés", spam: "Indésirables", deleted: "Supprimés", held: "Remis en attente" },
  tableBelow: "Tous les chiffres sont dans le tableau ci-dessous.",
  asTable: "Les chiffres en tableau",
  day: "Jour",
  perModerator: "Par modérateur",
  columns: ["Modérateur", "Décisions", "Infirmées", "Annulées", "La moitié en moins de"],
  nobody: "Aucune décision sur cette période.",
  heldWhy: "Motifs de mise en attente",
  rejectedWhy: "Motifs de refus",
  reason: "Motif",
  many: "Nombre",
  log: "Journal des décisions",
  month: "Mois",
  moderator: "Modérateur",
  anybody: "Tous",
  action: "Décision",
  any: "Toutes les décisions",
  steps: { approve: "Accepter", reject: "Refuser", spam: "Indésirable", delete: "Supprimer", hold: "Remettre en attente", undo: "Annuler", restore: "Rétablir" },
  causes: { undo: "annulation", restore: "rétablissement", link: "par courriel", expired: "délai expiré", staff: "réponse de la rédaction" },
  states: { PENDING: "en attente de modération", APPROVED: "accepté", REJECTED: "refusé", SPAM: "indésirable", DELETED: "supprimé" },
  see: "Voir le commentaire",
  noDecision: "Aucune décision ici.",
  more: "Afficher la suite",
  goOn: "Rien dans cette partie, mais d’autres décisions suivent.",
  download: "Télécharger en CSV",
  downloadDays: "Télécharger les chiffres en CSV",
  nextPart: "Télécharger la suite",
  downloaded: "Journal téléchargé.",
};

const en: StatisticsWords = {
  title: "Numbers",
  span: "Time",
  spans: { 7: "7 days", 30: "30 days", 90: "90 days" },
  sums: {
    pending: "Waiting now",
    posted: "Posted",
    published: "Public at once",
    held: "Held",
    decided: "Decisions",
    median: "Half of them within",
    overturned: "Overturned by a colleague",
    corrected: "Checks corrected",
    refused: "Refused by the checks",
    expired: "Expired",
  },
  arrivals: "Posted day by day, and what became of it",
  hours: "Posted by hour of the day, on your clock",
  hour: "Hour",
  waiting: "Waiting at the end of each day",
  published: "Public at once",
  refused: "Refused by the checks",
  flow: "Into the queue and decided, day by day",
  actions: "Decisions day by day",
  held: "Held",
  decided: "Decided",
  decisions: { approved: "Approved", rejected: "Rejected", spam: "Spam", deleted: "Deleted", held: "Back to waiting" },
  tableBelow: "All figures are in the table below.",
  asTable: "The figures as a table",
  day: "Day",
  perModerator: "Per moderator",
  columns: ["Moderator", "Decisions", "Overturned", "Undone", "Half within"],
  nobody: "Nobody decided anything in this time.",
  heldWhy: "Why held",
  rejectedWhy: "Why rejected",
  reason: "Reason",
  many: "Count",
  log: "Decision log",
  month: "Month",
  moderator: "Moderator",
  anybody: "Everybody",
  action: "Decision",
  any: "All decisions",
  steps: { approve: "Approve", reject: "Reject", spam: "Spam", delete: "Delete", hold: "Back to waiting", undo: "Undo", restore: "Restore" },
  causes: { undo: "undone", restore: "restored", link: "by mail", expired: "expired", staff: "the staff’s answer" },
  states: { PENDING: "waiting", APPROVED: "approved", REJECTED: "rejected", SPAM: "spam", DELETED: "deleted" },
  see: "See the comment",
  noDecision: "No decision here.",
  more: "More",
  goOn: "Nothing in this part, but more decisions follow.",
  download: "Download CSV",
  downloadDays: "Download the figures as CSV",
  nextPart: "Download the next part",
  downloaded: "The log is downloaded.",
};

export const statisticsWords: Readonly<Record<string, StatisticsWords>> = { ar, fr, en };
