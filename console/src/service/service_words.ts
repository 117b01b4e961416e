/** What the sheet of jobs and webhooks says, in three languages: it comes with the sheet. */

export interface ServiceWords {
  readonly title: string;
  readonly jobs: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly span: string;
  readonly days: Readonly<Record<string, string>>;
  readonly progress: string;
  readonly found: string;
  readonly figures: Readonly<Record<string, string>>;
  readonly noJobs: string;
  readonly recount: string;
  readonly recountMore: string;
  readonly ownersRecount: string;
  readonly hooks: string;
  readonly hooksMore: string;
  readonly noHooks: string;
  readonly sinks: Readonly<Record<string, string>>;
  readonly hookStates: Readonly<Record<"pending" | "on" | "off", string>>;
  readonly events: Readonly<Record<string, string>>;
  readonly failingSince: string;
  readonly lastArrived: string;
  readonly bothUntil: string;
  readonly offMore: string;
  readonly code: string;
  readonly codeMore: string;
  readonly confirm: string;
  readonly again: string;
  readonly turnOn: string;
  readonly rotate: string;
  readonly rotateAsk: string;
  readonly remove: string;
  readonly removeAsk: string;
  readonly add: string;
  readonly url: string;
  readonly sink: string;
  readonly chat: string;
  readonly tell: string;
  readonly tellSomething: string;
  readonly secretOf: string;
  readonly secretMore: string;
  readonly copy: string;
  readonly copied: string;
  readonly kept: string;
  readonly dead: string;
  readonly deadMore: string;
}

const ar: ServiceWords = {
  title: "المهام والربط",
  jobs: "المهام",
  kinds: { "dry-run": "تجربة القواعد، النسخة #", recount: "إعادة عدّ التعليقات" },
  states: { queued: "في الانتظار", running: "جارية", done: "اكتملت", stopped: "توقفت", failed: "فشلت", stalled: "متعثرة" },
  reasons: {
    "read-budget": "بلغت الحد المسموح بقراءته في اليوم. يمكن طلبها من جديد غداً.",
    "not-allowed": "لم تعد لمن طلبها صلاحية ذلك.",
    queue: "تعذّر بدء التنفيذ. اطلبها من جديد.",
  },
  span: "المدة",
  days: { "7": "آخر 7 أيام", "30": "آخر 30 يوماً", "90": "آخر 90 يوماً" },
  progress: "تقدّم المهمة",
  found: "النتائج",
  figures: {
    counted: "تعليقات أُعيد عدّها",
    repaired: "تعليقات صُحّح عدّها",
    compared: "مقالات قورنت أعدادها",
    differing: "مقالات ما زالت أعدادها مختلفة",
    judged: "تعليقات فُحصت",
    hits: "ستنتظر أو تُرفض بهذه القواعد",
    newly_held: "ستنتظر وهي منشورة الآن",
    newly_refused: "ستُرفض",
    newly_published: "ستُنشر وهي قيد المراجعة الآن",
  },
  noJobs: "لا مهام بعد.",
  recount: "إعادة عدّ التعليقات",
  recountMore: "إن ظهر تحت مقال عدد غير صحيح، فهذه المهمة تعدّ التعليقات من جديد وتصحّح ما نقص.",
  ownersRecount: "إعادة العدّ من صلاحيات المالكين، أما تجربة القواعد فمن صفحة «القواعد».",
  hooks: "الربط ببرامج أخرى (Webhooks)",
  hooksMore: "يتلقى عنوان تختاره إشعاراً بما يطرأ على التعليقات خلال ثوانٍ، من غير نصوصها ولا أسماء أصحابها.",
  noHooks: "لا عناوين مربوطة بعد.",
  sinks: { json: "برنامج (JSON)", slack: "Slack", telegram: "Telegram" },
  hookStates: { pending: "ينتظر الرمز", on: "يعمل", off: "متوقف" },
  events: {
    CommentHeld: "تعليق دخل قيد المراجعة",
    CommentPublished: "تعليق نُشر",
    CommentApproved: "تعليق قُبل",
    CommentRejected: "تعليق رُفض",
    CommentEdited: "تعليق عُدّل",
    CommentReported: "تعليق بُلّغ عنه",
    CommentDeleted: "تعليق حُذف",
    QueueSurge: "تدفق مفاجئ للتعليقات",
    ReviewOverdue: "تأخر في المراجعة",
  },
  failingSince: "أول إرسال فاشل",
  lastArrived: "آخر إرسال ناجح",
  bothUntil: "يُوقَّع بالسرّين القديم والجديد حتى",
  offMore: "أُوقف بعد يوم كامل لم ينجح فيه أي إرسال. رمز جديد يعيده إلى العمل.",
  code: "الرمز",
  codeMore: "أُرسل رمز إلى ذلك العنوان. أدخله هنا ليبدأ العمل.",
  confirm: "تفعيل",
  again: "إعادة إرسال الرمز",
  turnOn: "إرسال رمز لإعادة تشغيله",
  rotate: "سرّ جديد",
  rotateAsk: "يظهر السرّ الجديد مرة واحدة، ويبقى القديم صالحاً 24 ساعة.",
  remove: "حذف",
  removeAsk: "سيُنسى العنوان وسرّه، ولن يصل إليه ما لم يصل بعد.",
  add: "ربط عنوان جديد",
  url: "العنوان",
  sink: "الجهة المستقبِلة",
  chat: "معرّف المحادثة (chat id)",
  tell: "الإشعار بما يلي",
  tellSomething: "اختر حدثاً واحداً على الأقل.",
  secretOf: "سرّ التوقيع للعنوان",
  secretMore: "احفظه الآن في البرنامج المستقبِل، فلن يظهر مرة أخرى.",
  copy: "نسخ",
  copied: "نُسخ",
  kept: "حفظتُه",
  dead: "إشعارات لم تصل",
  deadMore: "ما تعذّر إرساله يُحفظ 14 يوماً. بعد أن يعود العنوان إلى العمل، يعيد مشغّل الخدمة إرساله بهذا الأمر:",
};

const fr: ServiceWords = {
  title: "Tâches et webhooks",
  jobs: "Tâches",
  kinds: { "dry-run": "Essai des règles, version #", recount: "Recomptage des commentaires" },
  states: { queued: "en file", running: "en cours", done: "terminée", stopped: "arrêtée", failed: "échouée", stalled: "n’avance plus" },
  reasons: {
    "read-budget": "Elle a lu tout ce qui est permis en un jour ; relancez-la demain.",
    "not-allowed": "La personne qui l’a demandée n’en a plus le droit.",
    queue: "Elle n’a pas pu être lancée. Demandez-la de nouveau.",
  },
  span: "Période",
  days: { "7": "7 derniers jours", "30": "30 derniers jours", "90": "90 derniers jours" },
  progress: "Avancement de la tâche",
  found: "Résultats",
  figures: {
    counted: "commentaires recomptés",
    repaired: "commentaires dont le compte a été corrigé",
    compared: "articles dont les totaux ont été comparés",
    differing: "articles dont les totaux diffèrent encore",
    judged: "commentaires examinés",
    hits: "seraient mis en attente ou refusés",
    newly_held: "attendraient, alors qu’ils sont publiés",
    newly_refused: "seraient refusés",
    newly_published: "seraient publiés, alors qu’ils attendent",
  },
  noJobs: "Aucune tâche pour l’instant.",
  recount: "Recompter les commentaires",
  recountMore: "Si un total affiché sous un article est faux, cette tâche recompte les commentaires et corrige ce qui manque.",
  ownersRecount: "Le recomptage est réservé aux propriétaires ; les règles s’essaient depuis la page « Règles ».",
  hooks: "Webhooks",
  hooksMore: "Une adresse de votre choix est prévenue en quelques secondes de ce qui arrive aux commentaires, sans leur texte ni le nom de leur auteur.",
  noHooks: "Aucun webhook pour l’instant.",
  sinks: { json: "programme (JSON)", slack: "Slack", telegram: "Telegram" },
  hookStates: { pending: "attend son code", on: "actif", off: "désactivé" },
  events: {
    CommentHeld: "commentaire en attente de modération",
    CommentPublished: "commentaire publié",
    CommentApproved: "commentaire accepté",
    CommentRejected: "commentaire refusé",
    CommentEdited: "commentaire modifié",
    CommentReported: "commentaire signalé",
    CommentDeleted: "commentaire supprimé",
    QueueSurge: "afflux de commentaires",
    ReviewOverdue: "modération en retard",
  },
  failingSince: "Premier échec",
  lastArrived: "Dernier envoi réussi",
  bothUntil: "Signé avec l’ancien secret et le nouveau jusqu’au",
  offMore: "Désactivé après un jour sans aucun envoi réussi. Un nouveau code le réactive.",
  code: "Code",
  codeMore: "Un code a été envoyé à cette adresse. Saisissez-le ici pour activer le webhook.",
  confirm: "Activer",
  again: "Renvoyer le code",
  turnOn: "Envoyer un code pour le réactiver",
  rotate: "Nouveau secret",
  rotateAsk: "Le nouveau secret ne s’affichera qu’une fois ; l’ancien reste valable 24 heures.",
  remove: "Supprimer",
  removeAsk: "L’adresse et son secret seront oubliés, et ce qui n’est pas encore arrivé n’arrivera plus.",
  add: "Ajouter un webhook",
  url: "Adresse",
  sink: "Destinataire",
  chat: "Identifiant de la conversation (chat id)",
  tell: "Événements à signaler",
  tellSomething: "Choisissez au moins un événement.",
  secretOf: "Secret de signature pour",
  secretMore: "Enregistrez-le maintenant dans le programme qui reçoit : il ne sera plus jamais affiché.",
  copy: "Copier",
  copied: "Copié",
  kept: "C’est noté",
  dead: "Ce qui n’est pas arrivé",
  deadMore: "Les envois qui ont échoué sont conservés 14 jours. Une fois le webhook réactivé, la personne qui exploite le service les renvoie avec cette commande :",
};

const en: ServiceWords = {
  title: "Jobs and webhooks",
  jobs: "Jobs",
  kinds: { "dry-run": "Dry run of policy version #", recount: "Recount of the comments" },
  states: { queued: "queued", running: "running", done: "done", stopped: "stopped", failed: "failed", stalled: "stalled" },
  reasons: {
    "read-budget": "It has read all that a day allows; start it again tomorrow.",
    "not-allowed": "Whoever asked for it may not any more.",
    queue: "It could not be queued. Start it again.",
  },
  span: "Time",
  days: { "7": "last 7 days", "30": "last 30 days", "90": "last 90 days" },
  progress: "Progress of the job",
  found: "What it found",
  figures: {
    counted: "comments counted again",
    repaired: "comments whose count was mended",
    compared: "articles whose totals were compared",
    differing: "articles whose totals still differ",
    judged: "comments looked at",
    hits: "would be stopped",
    newly_held: "would wait and are public",
    newly_refused: "would be refused",
    newly_published: "would be public and are stopped",
  },
  noJobs: "No job has been started yet.",
  recount: "Recount the comments",
  recountMore: "Where an article shows a wrong total, this job counts its comments again and mends what is missing.",
  ownersRecount: "Recounts are for owners; a policy is tried on the policy page.",
  hooks: "Webhooks",
  hooksMore: "An address of your choice hears within seconds what becomes of comments: without their texts, and without names.",
  noHooks: "No webhook yet.",
  sinks: { json: "a program (JSON)", slack: "Slack", telegram: "Telegram" },
  hookStates: { pending: "waits for its code", on: "on", off: "off" },
  events: {
    CommentHeld: "comment held",
    CommentPublished: "comment published",
    CommentApproved: "comment approved",
    CommentRejected: "comment rejected",
    CommentEdited: "comment edited",
    CommentReported: "comment reported",
    CommentDeleted: "comment deleted",
    QueueSurge: "surge in the queue",
    ReviewOverdue: "review overdue",
  },
  failingSince: "First failed call",
  lastArrived: "Last call that arrived",
  bothUntil: "Signed with the old secret as well until",
  offMore: "Turned off after a day in which no call arrived. A new code turns it on again.",
  code: "Code",
  codeMore: "A code is on its way to that address. Write it here to turn the webhook on.",
  confirm: "Turn on",
  again: "Send the code again",
  turnOn: "Send a code to turn it on",
  rotate: "New secret",
  rotateAsk: "The new secret is shown this once; the old one stays good for 24 hours.",
  remove: "Remove",
  removeAsk: "The address and its secret are forgotten, and what has not arrived yet never will.",
  add: "Add a webhook",
  url: "Address",
  sink: "Who reads it there",
  chat: "Chat id",
  tell: "Tell about",
  tellSomething: "Choose one event at least.",
  secretOf: "Signing secret for",
  secretMore: "Put it into the receiving program now: it is never shown again.",
  copy: "Copy",
  copied: "Copied",
  kept: "I have it",
  dead: "What did not arrive",
  deadMore: "Calls that failed are kept for 14 days. Once the webhook is on again, whoever runs the service sends them anew with this command:",
};

export const serviceWords: Readonly<Record<string, ServiceWords>> = { ar, fr, en };
