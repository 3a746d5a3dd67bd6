import type { StepRule } from './step.ts'

const formats: readonly (readonly [RegExp, string])[] = [
  [/\bcsv for excel\b/, 'csv-excel'],
  [/\b(?:excel|xlsx?)\b/, 'xlsx'],
  [/\b(?:json lines|jsonl|ndjson)\b/, 'jsonl'],
  [/\bjson\b/, 'json'],
  [/\bparquet\b/, 'parquet'],
  [/\barrow\b/, 'arrow'],
]

const weekdays: readonly (readonly [RegExp, number])[] = [
  [/\b(?:monday|mondays|montag|montags)\b/, 1],
  [/\b(?:tuesday|tuesdays|dienstag|dienstags)\b/, 2],
  [/\b(?:wednesday|wednesdays|mittwoch|mittwochs)\b/, 3],
  [/\b(?:thursday|thursdays|donnerstag|donnerstags)\b/, 4],
  [/\b(?:friday|fridays|freitag|freitags)\b/, 5],
  [/\b(?:saturday|saturdays|samstag|samstags)\b/, 6],
  [/\b(?:sunday|sundays|sonntag|sonntags)\b/, 0],
]

/** Returns the cron expression for a string such as "every Monday at 8:30" or "täglich um 7 Uhr". */
export function readCron(folded: string): string {
  const [, hourText = '', minuteText = '', meridiem = ''] =
    /\b(?:at|um|gegen)\s+(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?/.exec(folded) ?? []
  const statedHour = Number(hourText) % (meridiem === '' ? 24 : 12)
  const hour = hourText === '' ? 6 : meridiem === 'pm' ? statedHour + 12 : statedHour
  const minute = Number(minuteText || 0)
  const day = weekdays.find(([words]) => words.test(folded))?.[1]
  if (/\b(?:minute|minuten)\b/.test(folded)) return `*/${/(\d+)\s+minute/.exec(folded)?.[1] ?? 1} * * * *`
  if (/\b(?:hour|hourly|stunde|stundlich)\b/.test(folded)) return `${minute} * * * *`
  if (day !== undefined) return `${minute} ${hour} * * ${day}`
  if (/\b(?:weekday|weekdays|werktag|werktags)\b/.test(folded)) return `${minute} ${hour} * * 1-5`
  if (/\b(?:week|weekly|woche|wochentlich)\b/.test(folded)) return `${minute} ${hour} * * 1`
  const date = /\b(\d{1,2})(?:st|nd|rd|th|\.)(?: day)? (?:of|jede[ns]) /.exec(folded)?.[1] ?? 1
  if (/\b(?:month|monthly|monat|monats|monatlich)\b/.test(folded)) return `${minute} ${hour} ${date} * *`
  return `${minute} ${hour} * * *`
}

/** A time of day after "every Monday": "at 6:30 in the morning", "um 7 Uhr". */
const clockWords =
  /^(?: (?:at|um|gegen) \d{1,2}(?:[:.]\d{2})?(?: ?(?:am|pm|uhr|o'?clock))?)?(?:(?: in)? (?:the )?(?:morning|evening|afternoon)| morgens?| fruh| abends)?/

/** Rule for schedules: "every Monday at 6". */
export const scheduleRule: StepRule = {
  test: /(?<!\b(?:for|of|in|per|fur) )\b(?:every (?:\d+ )?(?:day|morning|evening|night|hour|week|weekday|month|minutes?|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:run|runs|start|starts) (?:daily|hourly|weekly|monthly)|daily at|each (?:day|morning|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:(?:on |every |each )(?:the )?)?(?:first|\d+(?:st|nd|rd|th)) (?:day )?of (?:the|each|every) month|on (?:mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|sundays|weekdays)|(?<!\bfur )jede[nrs]? (?:tag|morgen|abend|stunde|woche|monat|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|taglich|stundlich|wochentlich|monatlich (?:am|um)|alle \d+ minuten)\b/,
  read: ({ folded }) => [{ type: 'schedule', config: { cron: readCron(folded) } }],
}

/** Finds the words in a clause that form a schedule, such as "every Monday at 6". */
export function findSchedule(folded: string): { readonly start: number; readonly end: number } | undefined {
  const match = scheduleRule.test.exec(folded)
  if (!match) return undefined
  // "the flights on Mondays" refers to rows, not to a schedule.
  if (
    /^on (?!the\b)/.test(match[0]) &&
    !/\b(?:run|runs|send|start|starts|do|repeat|schedule\w*|refresh\w*|deliver|e?-?mail|export|update|at \d)\b/.test(
      folded,
    )
  )
    return undefined
  const end = match.index + match[0].length
  const precedingTime = /(?:\b(?:at|um) \d{1,2}(?:[:.]\d{2})?(?: ?(?:am|pm|uhr))? )$/.exec(folded.slice(0, match.index))
  return { start: precedingTime?.index ?? match.index, end: end + clockWords.exec(folded.slice(end))![0].length }
}

/** Rules for steps that start a workflow. */
export const triggerRules: readonly StepRule[] = [
  scheduleRule,
  {
    test: /\bwebhook\b|\b(?:when|whenever|if) (?:a |an )?(?:request|form)\b.*\b(?:arrives|is received|is submitted|comes in)\b|\bwenn (?:eine |ein )?(?:anfrage|formular)\b/,
    read: () => [{ type: 'webhook', config: {} }],
  },
]

/** Rules for steps that read files or call services. */
export const sourceRules: readonly StepRule[] = [
  {
    test: /https?:\/\/|\b(?:call|request|fetch|query) (?:the |an |a )?api\b|\bapi (?:abfragen|aufrufen)\b/,
    read({ folded, tokens }) {
      const url = tokens.find(({ kind }) => kind === 'url')?.raw ?? ''
      const isPost = /\b(?:post|send|sende|schicke)\b/.test(folded)
      return [
        { type: 'http_request', config: { url, method: isPost ? 'POST' : 'GET', response: isPost ? 'json' : 'table' } },
      ]
    },
  },
  {
    test: /\b(?:load|read|import|open|upload|use|take|from) (?:in )?(?:the |a |an |my |this |our )?(?:\w+ ){0,2}(?:file|files|csv|excel|spreadsheet|table|data|dataset|orders|export)\b|\b(?:load|import|lade\w*|einlesen|importier\w*|lies|offne\w*)\b|\b[\w-]+\.(?:csv|tsv|txt|xlsx?|jsonl?|ndjson|parquet|arrow|zip|gz|xml)\b/,
    read: () => [{ type: 'loading', config: {} }],
  },
]

/**
 * Words that request an output, but do not refer to a column or value: "export … as CSV", "send … to ada@example.org".
 */
export const outputWords =
  /(?<![.\w])(?:and |then |und )?\b(?:export\w*|saved?|stored|gespeichert|write|download|speicher\w*|schreibe\w*|ausgeben|e-?mail|mail|send|sende\w*|schick\w*|versende\w*|notify \w+|notification|alert \w+|approved?|approval|freigabe|freigeben|genehmig\w*)\b(?: (?:it|that|this|them|the (?:result|results|table|file|whole thing|rest)|everything|das|es|das ganze|das ergebnis|alles|die tabelle))?|\b(?:(?:as|to|into|in|als|im|into|for|and) )?(?:(?:an?|eine?n?|the) )?(?:csv for excel|csv|excel|xlsx?|json lines|jsonl|ndjson|json|parquet|arrow)\b(?:[ -]?(?:file|datei|sheet|tabelle|table|format|export)\b)?(?: (?:speichern|exportieren|ausgeben))?|\b(?:called|named|namens|genannt)\s+["“„'`]?[\p{L}\p{N}_-]+["”“'`]?|\b[\w-]+\.(?:csv|tsv|xlsx?|jsonl?|parquet|arrow)\b|(?:\b(?:to|an|at) )?[\w.+-]+@[\w-]+\.[\w.-]*\w|\b(?:per|by|via) (?:e-?)?mail\b/gu

/** Rules for steps that save or send a result, or wait for a person's approval. */
export const outputRules: readonly StepRule[] = [
  {
    test: /(?<!\b(?:we|they|i|wir|ich) )\b(?:e-?mail|mail)\b.*\b(?:to|an|it|result|report|them|send|sende\w*|schick\w*)\b|\b(?:send|sende\w*|schicke\w*|versende\w*)\b.*\b(?:e-?mail|mail|@)|\b(?:per e-?mail)\b|^e-?mail\b|\b(?:send|sende|schicke)\b.*@/,
    read({ folded, tokens }) {
      const isColumn = tokens.some(({ kind, folded: word }) => kind === 'column' && /e-?mail|mail/.test(word))
      if (isColumn && !/\b(?:send|sende\w*|schick\w*|versende\w*)\b|@/.test(folded)) return undefined
      const to = tokens.find(({ kind }) => kind === 'address')?.raw ?? ''
      return [{ type: 'email', config: { to } }]
    },
  },
  {
    test: /\b(?:notify|notification|alert|slack|benachrichtig\w*|meldung)\b/,
    read: () => [{ type: 'notification', config: {} }],
  },
  {
    test: /\b(?:approve|approval|approves|approved by|confirm by|sign off|freigabe|freigeben|genehmig\w*|bestatig\w*)\b/,
    read: () => [{ type: 'approval', config: {} }],
  },
  {
    test: /\b(?:export\w*|save|write(?! (?:\d|zero|null|nothing|\S+ (?:instead|in place) of))|download|speicher\w*|schreibe\w*)\b|\b(?:make|give|get|create|send|want|need|generate|produce|prepare|mach\w*|gib|brauche) (?:(?:me|us|mir|uns|it|a|an|the|eine?n?|die) ){0,2}(?:csv|excel|xlsx|json|parquet)\b|\b(?:as|als) (?:an? |eine? )?(?:csv|excel|xlsx|json|parquet|arrow)\b|\b(?:to|into|in) (?:an? |eine? )?(?:csv|excel|xlsx|json|parquet)(?: file|-datei)?\b|^(?!.*\b(?:load|read|open|import|upload|use|take|lade\w*|lies)\b).*(?<![.\w])(?:csv|excel|xlsx|json|parquet)(?:[ -](?:file|sheet|datei|tabelle|export)|\s*(?:,? ?\b(?:please|pls|bitte|thanks|thx|danke))?\s*$)/,
    read({ folded, tokens }) {
      const file = tokens.findLast(({ kind }) => kind === 'file')
      const format = formats.find(([words]) => words.test(folded))?.[1] ?? 'csv'
      const statedName = /\b(?:called|named|namens|genannt)\s+["“„'`]?([\p{L}\p{N}_-]+)/u.exec(folded)?.[1]
      const name = file?.raw.replace(/\.\w+$/, '') ?? statedName
      return [{ type: 'export', config: { ...(name === undefined ? {} : { name }), format } }]
    },
  },
]

/** Patterns of all words that these rules can interpret. */
export const flowPatterns: readonly RegExp[] = [
  ...outputRules.map(({ test }) => test),
  ...formats.map(([words]) => words),
  /\b(?:over|against|time|zeit|draw|zeichne\w*|zeichnen|erstelle\w*|create|column|columns|pie|kuchen\w*|bars|lines)\b/,
]
