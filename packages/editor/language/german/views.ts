import type { DeepFinding, DeepProgress, SemanticType } from '@aw-flow/schema'
import type { ReportStrings } from '../../elements/report/report-strings.ts'
import type { AnswerStrings } from '../../views/answers/answer-strings.ts'
import type { ExamplesStrings } from '../../views/examples/examples-strings.ts'
import type { FindingsStrings } from '../../views/findings/findings-strings.ts'
import type { PlanStrings } from '../../views/plan/plan-strings.ts'
import type { ProfileStrings } from '../../views/profile/profile-strings.ts'
import type { ValidationStrings } from '../../views/validation/validation-strings.ts'
import { germanColumnTypes, type GermanFormats } from './formats.ts'
import { createGermanTable } from './tables-and-charts.ts'
import { germanOperationKinds } from './operations.ts'
import type { StringsOf } from '../languages.ts'

const semantics: Record<SemanticType, string> = {
  id: 'Kennung',
  email: 'E-Mail',
  url: 'URL',
  'ip-address': 'IP-Adresse',
  phone: 'Telefon',
  'postal-code': 'Postleitzahl',
  country: 'Land',
  currency: 'Währung',
  latitude: 'Breite',
  longitude: 'Länge',
  coordinates: 'Koordinaten',
  category: 'Kategorie',
  'free-text': 'Freier Text',
  date: 'Datum',
  year: 'Jahr',
  quarter: 'Quartal',
  month: 'Monat',
  weekday: 'Wochentag',
  day: 'Tag',
  hour: 'Stunde',
}

const kinds: Record<DeepFinding['kind'], string> = {
  key: 'Schlüssel',
  duplicates: 'Duplikate',
  pattern: 'Muster',
  outliers: 'Ausreißer',
  spellings: 'Schreibweisen',
  correlation: 'Zusammenhänge',
  dependency: 'Abhängigkeiten',
  'near-duplicates': 'Fast Doppelte',
}

const steps: Record<DeepProgress['step'], string> = {
  keys: 'Schlüssel werden gesucht',
  duplicates: 'Gleiche Zeilen werden gesucht',
  patterns: 'Muster werden gelesen',
  outliers: 'Ausreißer werden gesucht',
  spellings: 'Schreibweisen werden verglichen',
  correlations: 'Zahlen werden verglichen',
  dependencies: 'Abhängigkeiten werden gesucht',
  'near-duplicates': 'Zeilen werden verglichen',
}

/** German strings of a table's profile. */
export const createGermanProfile = ({
  count,
  pluralize,
  list,
  share: formatShare,
}: GermanFormats): StringsOf<ProfileStrings> => ({
  columnTypes: germanColumnTypes,
  label: 'Profil',
  facts: (rows, columns) => `${pluralize(rows, 'Zeile', 'Zeilen')} · ${pluralize(columns, 'Spalte', 'Spalten')}`,
  columns: 'Spalten',
  none: 'Noch keine Tabelle für ein Profil.',
  merge: 'Schreibweisen zusammenführen',
  reading: 'Die Tabelle wird gelesen …',
  readingColumns: (done, total) => `Die Tabelle wird gelesen … ${done} von ${total} Spalten`,
  failed: (reason) => `Das Profil ließ sich nicht erstellen: ${reason}`,
  retry: 'Erneut versuchen',
  runAnalysis: 'Tiefenanalyse ausführen',
  rerunAnalysis: 'Erneut ausführen',
  stop: 'Anhalten',
  stopped: 'Angehalten. Bisherige Ergebnisse bleiben.',
  progress: (step, done, total) => `${steps[step]} (${Math.min(done + 1, total)} von ${total})`,
  findings: 'Tiefenanalyse',
  found: (number) => pluralize(number, 'Fund', 'Funde'),
  noFindings: 'Keine Funde.',
  save: 'Profil speichern',
  compare: 'Vergleichen mit …',
  notAProfile: (name) => `„${name}“ ist kein gespeichertes Profil.`,
  drift: (name) => (name === '' ? 'Änderungen seit einem früheren Profil' : `Änderungen seit „${name}“`),
  noDrift: 'Keine wesentlichen Änderungen.',
  closeDrift: 'Vergleich schließen',
  severities: { error: 'Fehler', warning: 'Warnung', info: 'Hinweis' },
  semantics,
  kinds,
  empty: (share) => `${share} null`,
  full: 'Keine Nullwerte',
  distinct: (number, isApproximate) => `${isApproximate ? 'etwa ' : ''}${count(number)} verschiedene`,
  unique: 'eindeutig',
  sampled: (rows, of, error) => `Geschätzt aus ${count(rows)} von ${count(of)} Zeilen, ± ${error}`,
  histogram: (from, to) => `Histogramm von ${from} bis ${to}`,
  topShare: (value, share) => `„${value}“ in ${share}`,
  details: (column) => `Einzelheiten von ${column}`,
  range: 'Bereich',
  formatRange: (min, max) => `${min} bis ${max}`,
  quantiles: 'Quantile',
  quantile: (share) => (share === 0.5 ? 'Median' : formatShare(share)),
  top: 'Am häufigsten',
  allDiffer: 'Keine häufigen Werte.',
  lengths: 'Länge',
  formatLengths: (shortest, mean, longest) => `${count(shortest)} bis ${count(longest)} Zeichen, im Mittel ${mean}`,
  notable: 'Auffällig',
  untrimmed: (number) => `${count(number)} mit Leerzeichen an einem Ende`,
  emptyStrings: (number) => pluralize(number, 'leerer Text', 'leere Texte'),
  infinite: (number) => `${count(number)} unendlich oder keine Zahl`,
  zeros: (number) => pluralize(number, 'Null', 'Nullen'),
  negative: (number) => `${count(number)} negativ`,
  meaning: 'Bedeutung',
  meaningDetail: (type, sure, reason) => `${type}, ${sure} sicher. ${reason}`,
  emptyString: 'leerer Text',
  examples: 'Beispiele',
  row: (row) => `Zeile ${count(row)}`,
  rows: (rows) => `Zeilen ${list(rows.map((row) => count(row)))}`,
  ofSample: (rows, of) => `Stichprobe von ${count(rows)} aus ${count(of)} Zeilen`,
})

/** German strings of the row review. */
const createGermanAnswers = ({ count, pluralize, share }: GermanFormats): StringsOf<AnswerStrings> => ({
  title: 'Zeilen prüfen',
  open: 'Zeilen prüfen',
  close: 'Prüfung schließen',
  progress: (number, of) => `Zeile ${count(number)} von höchstens ${count(of)}`,
  progressLabel: 'Geprüfte Zeilen',
  tableRow: (row) => `Zeile ${count(row)} der Tabelle`,
  help: 'Eingabetaste, wenn die Zeile richtig ist. Falsche Zellen vorher berichtigen; „?“: richtiger Wert unbekannt.',
  accept: 'Zeile ist richtig',
  save: (corrections) => `${pluralize(corrections, 'Berichtigung', 'Berichtigungen')} speichern`,
  skip: 'Zeile überspringen',
  undo: 'Antwort zurücknehmen',
  suspicious: (confidence) => `Verdächtig: ${share(confidence)} sicher`,
  use: (value) => `„${value}“ verwenden`,
  useFor: (column, value) => `${column}: „${value}“ verwenden`,
  empty: 'null',
  original: (value) => `Vorher „${value}“`,
  originalEmpty: 'Vorher null',
  unknown: 'Falsch, richtiger Wert nicht bekannt',
  proposing: 'Zeilen werden ausgewählt …',
  finished: 'Alle vorgeschlagenen Zeilen sind geprüft.',
  continueAnyway: 'Weiter prüfen',
  learning: 'Die Antwort wird ausgewertet …',
  effect: (before, after) =>
    before === after
      ? `Weiterhin ${pluralize(after, 'verdächtige Zelle', 'verdächtige Zellen')}`
      : `${count(before)} → ${pluralize(after, 'verdächtige Zelle', 'verdächtige Zellen')}`,
  effectParts: (added, removed, repairs) =>
    [
      added > 0 ? `${count(added)} hinzugekommen` : '',
      removed > 0 ? `${count(removed)} entfallen` : '',
      repairs > 0 ? pluralize(repairs, 'anderer Vorschlag', 'andere Vorschläge') : '',
    ]
      .filter(Boolean)
      .join(', '),
  answers: (number) => pluralize(number, 'Antwort', 'Antworten'),
  answerRow: (row) => `Zeile ${count(row)}`,
  answerOtherFile: 'Zeile einer anderen Datei',
  allCorrect: 'Alle Zellen richtig',
  correction: (column, before, after) => `${column}: ${before} → ${after}`,
  remove: 'Antwort löschen',
})

/** German strings of transformations by example. */
export const createGermanExamples = (formats: GermanFormats): StringsOf<ExamplesStrings> => {
  const { count, pluralize } = formats
  const rows = (number: number): string => pluralize(number, 'Zeile', 'Zeilen')
  return {
    rowsTable: createGermanTable(formats),
    title: (column) => `${column} nach Beispiel ändern`,
    start: 'Eine bis drei Zellen bearbeiten. Die anderen Zeilen folgen den Beispielen.',
    learning: 'Eine Umformung wird gesucht …',
    none: 'Keine Umformung passt zu allen Beispielen. Ein Beispiel ändern.',
    failed: (reason) => `Die Beispiele ließen sich nicht verwenden: ${reason}`,
    summary: (changed) => `${rows(changed)} ${changed === 1 ? 'ändert' : 'ändern'} sich.`,
    missing: (number) => `${rows(number)} ohne Wert.`,
    examples: 'Beispiele',
    removeExample: (row) => `Beispiel in Zeile ${count(row)} entfernen`,
    questions: 'Diese Zeilen prüfen',
    questionsNote: 'Mehrere Umformungen passen. Für diese Zeilen den Wert wählen.',
    showRow: (row) => `Zeile ${count(row)}`,
    sameRows: (number) => `${rows(number)} mit diesem Wert`,
    chooseValue: (value) => `„${value}“ verwenden`,
    otherValue: (row) => `Anderer Wert für Zeile ${count(row)}`,
    other: 'Anderer Wert',
    empty: 'leer',
    noValue: 'kein Wert',
    formula: 'Ausdruck',
    target: 'Ergebnis',
    replace: 'Spalte ersetzen',
    newColumn: 'Neue Spalte',
    newName: 'Name der neuen Spalte',
    nameTaken: (name) => `Eine Spalte „${name}“ gibt es schon.`,
    apply: 'Knoten hinzufügen',
    applyUnchecked: (number) => `Hinzufügen, ${rows(number)} ungeprüft`,
    cancel: 'Abbrechen',
  }
}

/** German strings of suspicious cells. */
export const createGermanFindings = (formats: GermanFormats): StringsOf<FindingsStrings> => {
  const { count, pluralize, share } = formats
  const cells = (number: number): string => pluralize(number, 'Zelle', 'Zellen')
  return {
    rowsTable: createGermanTable(formats),
    review: createGermanAnswers(formats),
    none: 'Noch nicht geprüft.',
    checking: (done) => `Wird geprüft: ${done} %`,
    stop: 'Anhalten',
    checkAgain: 'Erneut prüfen',
    stopped: 'Angehalten. Die Ergebnisse sind unvollständig.',
    noFindings: (rows) => `Keine verdächtige Zelle in ${pluralize(rows, 'Zeile', 'Zeilen')}`,
    summary: (found, repairs, rows) =>
      `${pluralize(found, 'verdächtige Zelle', 'verdächtige Zellen')} in ${count(rows)} Zeilen, ${count(repairs)} mit einem Vorschlag`,
    duplicateRows: (number) => pluralize(number, 'mögliche doppelte Zeile', 'mögliche doppelte Zeilen'),
    repeats: (like) => `Duplikat von Zeile ${count(like)}`,
    dropRepeated: (number) =>
      number === 1 ? '1 genaues Duplikat entfernen' : `${count(number)} genaue Duplikate entfernen`,
    showRow: (row) => `Zeile ${count(row)}: in der Tabelle zeigen`,
    findings: 'Verdächtige Zellen',
    sensitivity: 'Empfindlichkeit',
    sensitivities: { careful: 'Vorsichtig', balanced: 'Ausgewogen', thorough: 'Gründlich' },
    sensitivityHints: {
      careful: 'Nur fast sichere Funde',
      balanced: 'Sichere und wahrscheinliche Funde',
      thorough: 'Alles Verdächtige, das Sicherste zuerst',
    },
    askModel: (model) => `${model} fragen`,
    askModelHint: 'Sendet bis zu 20 unsichere Zellen. Ändert keine Funde.',
    column: 'Spalte',
    all: 'Alle',
    empty: 'null',
    unknown: 'nicht bekannt',
    row: (row) => `Zeile ${count(row)}`,
    confidence: (sure) => `${share(sure)} sicher`,
    cells,
    number: count,
    rowCount: (number) => pluralize(number, 'Zeile', 'Zeilen'),
    repeatedTitle: 'Doppelte Zeilen',
    select: (column, row) => `${column} in Zeile ${count(row)} auswählen`,
    selectGroup: (column, title, repairs) =>
      `${pluralize(repairs, 'Berichtigung', 'Berichtigungen')} auswählen: ${column}, ${title}`,
    repairAll: (repairs) => `${count(repairs)} berichtigen`,
    repairGroup: (column, title, repairs) => `${cells(repairs)} berichtigen: ${column}, ${title}`,
    repairSelected: (selected) =>
      selected === 0 ? 'Auswahl berichtigen' : `${count(selected)} ausgewählte berichtigen`,
    repaired: 'Berichtigt',
    partiallyRepaired: (repaired, of) => `${count(repaired)} von ${count(of)} im Plan berichtigt`,
    moreCells: (number) => `${pluralize(number, 'weitere Zelle', 'weitere Zellen')}`,
    effect: 'Wirkung der Berichtigung',
    changes: 'Änderungen',
    before: 'Vorher',
    after: 'Nachher',
    cellsColumn: 'Zellen',
    exampleRow: 'Erste Zeile',
    counting: 'Änderungen werden gezählt …',
    changed: (number) => `${pluralize(number, 'Zelle ändert', 'Zellen ändern')} sich.`,
    nulled: (number) => `${pluralize(number, 'Zelle wird', 'Zellen werden')} null.`,
    dropped: (number) => `${pluralize(number, 'Zeile wird', 'Zeilen werden')} entfernt.`,
    additional: (number) => `Darunter ${cells(number)} mit gleichen Werten, die nicht geprüft wurden.`,
    incompatible: (number) =>
      `${pluralize(number, 'Zelle bleibt', 'Zellen bleiben')} gleich: Der Vorschlag passt nicht zum Spaltentyp.`,
    otherChanges: (number) => pluralize(number, 'andere Änderung', 'andere Änderungen'),
    laterFiles: 'Gleiche Werte in späteren Dateien werden auch berichtigt.',
    cancel: 'Abbrechen',
    percent: share,
    repair: (column, row, repair) => `${column} in Zeile ${count(row)} zu „${repair}“ berichtigen`,
    show: (column, row) => `${column}, Zeile ${count(row)}: in der Tabelle zeigen`,
    allShown: (number) => `Alle auswählen (${count(number)})`,
    more: (number) => `${count(number)} weitere zeigen`,
    plan: (number, dropped = 0) =>
      number + dropped === 0 ? 'Als Plan speichern' : `${count(number + dropped)} als Plan speichern`,
    table: 'Tabelle',
    tableMark: 'Verdächtig',
    originalPrefix: 'ursprünglich: ',
    tableMarks: (number) => `${cells(number)} verdächtig`,
  }
}

/** German strings of preparation plans. */
export const createGermanPlan = (formats: GermanFormats): StringsOf<PlanStrings> => {
  const { count, pluralize, share } = formats
  const rows = (number: number): string => pluralize(number, 'Zeile', 'Zeilen')
  const cells = (number: number): string => pluralize(number, 'Zelle', 'Zellen')
  return {
    title: 'Plan',
    label: 'Schritte des Plans',
    close: 'Schließen',
    savePlan: 'Plan für den nächsten Lauf speichern',
    inverse: 'Umkehrplan exportieren',
    inverseHint: 'Ein Plan für die ursprünglichen Zellen, für einen Vorbereiten-Knoten oder aw prepare --apply',
    none: 'Keine Änderungen nötig.',
    summary: (all, approved) => `${pluralize(all, 'Schritt', 'Schritte')}, ${count(approved)} genehmigt`,
    rows: (before, after) => `${rows(before)} hinein, ${count(after)} heraus`,
    effect: ({ rowsDropped, rowsAdded, cellsChanged, cellsNulled }) =>
      [
        rowsDropped > 0 ? `${rows(rowsDropped)} weggelassen` : '',
        rowsAdded > 0 ? `${rows(rowsAdded)} hinzugefügt` : '',
        cellsChanged > 0 ? `${cells(cellsChanged)} geändert` : '',
        cellsNulled > 0 ? `${cells(cellsNulled)} geleert` : '',
      ]
        .filter(Boolean)
        .join(', ') || 'keine Zellen geändert',
    states: { proposed: 'Vorgeschlagen', approved: 'Genehmigt', rejected: 'Abgelehnt' },
    approve: 'Genehmigen',
    approveAll: 'Alle genehmigen',
    reject: 'Ablehnen',
    edit: 'Bearbeiten',
    add: 'Schritt hinzufügen',
    addToLinks: 'Schritt zu den Verbindungen hinzufügen',
    kind: 'Schritt',
    formatKind: (op) => germanOperationKinds[op],
    addedReason: 'Von Hand hinzugefügt.',
    added: (place) => `Auf Position ${count(place)} hinzugefügt.`,
    links: 'Verbindungen',
    up: 'Nach oben',
    down: 'Nach unten',
    remove: 'Entfernen',
    undo: 'Rückgängig',
    redo: 'Wiederherstellen',
    drift: 'Diese Tabelle weicht von der ab, für die der Plan erstellt wurde',
    driftMissing: (column, operations) =>
      `\`${column}\` fehlt${operations.length === 0 ? '.' : `, und wird von Schritt ${operations.join(', ')} gelesen.`}`,
    driftAdded: (column) => `\`${column}\` ist neu und geht unverändert hindurch.`,
    driftType: (column, expected, found) => `\`${column}\` war ${expected} und ist ${found}.`,
    driftValues: (column, values, number) =>
      `\`${column}\` hat in ${rows(number)} Werte, die der Plan nicht kennt: ${values.slice(0, 5).join(', ')}${values.length > 5 ? ', …' : ''}.`,
    driftRange: (column, expected, found, number) =>
      `\`${column}\` liegt in ${rows(number)} außerhalb des Bereichs, für den der Plan gemacht wurde (${expected.map(count).join(' bis ')}): ${found.map(count).join(' bis ')}.`,
    driftTimes: (column, expected, found, number) =>
      `\`${column}\` liegt in ${rows(number)} außerhalb des Bereichs, für den der Plan gemacht wurde (${expected.join(' bis ')}): ${found.join(' bis ')}.`,
    driftNulls: (column, expected, found) =>
      `\`${column}\` ist in ${share(found)} der Zeilen leer; vorher in ${share(expected)}.`,
    driftSpellings: (column, values, number) =>
      `\`${column}\` hat in ${rows(number)} andere Schreibweisen, als der Plan zusammenführt: ${values.slice(0, 5).join(', ')}${values.length > 5 ? ', …' : ''}.`,
    apply: 'Anwenden',
    save: 'Speichern',
    cancel: 'Abbrechen',
    reason: 'Grund',
    examples: 'Beispiele',
    row: 'Zeile',
    column: 'Spalte',
    before: 'Vorher',
    after: 'Nachher',
    dropped: 'weggelassen',
    noValue: 'null',
    notes: 'Hinweise',
    field: (key) => fields[key] ?? key.replace(/([A-Z])/g, ' $1').replace(/^./, (letter) => letter.toUpperCase()),
    optional: (field) => `${field} (optional)`,
    unset: 'nicht gesetzt',
    booleanLabels: { true: 'wahr', false: 'falsch' },
    listHint: 'Eines je Zeile',
    jsonHint: 'JSON',
    notJson: (key) => `${fields[key] ?? key} ist kein JSON. Berichtigen oder abbrechen.`,
    hint: 'Pfeile wechseln den Schritt, mit Alt verschieben. A genehmigt, R lehnt ab, E bearbeitet, Entf entfernt.',
    moved: (place, all) => `Auf Position ${place} von ${all} verschoben.`,
    decided: (state) => `${state}.`,
    removed: 'Entfernt.',
    undone: 'Rückgängig gemacht.',
  }
}

const fields: Readonly<Record<string, string>> = {
  column: 'Spalte',
  columns: 'Spalten',
  to: 'Nach',
  from: 'Von',
  type: 'Typ',
  format: 'Format',
  find: 'Suchen',
  with: 'Ersetzen durch',
  expression: 'Ausdruck',
  values: 'Werte',
  value: 'Wert',
  keep: 'Behalten',
  how: 'Wie',
  within: 'Innerhalb',
  separator: 'Trennzeichen',
  pattern: 'Muster',
  texts: 'Texte',
}

/** German strings of validation reports, on the page and in saved files. */
export const createGermanValidation = ({ count, pluralize }: GermanFormats): StringsOf<ValidationStrings> => {
  const rows = (number: number): string => pluralize(number, 'Zeile', 'Zeilen')
  return {
    none: 'Noch nicht geprüft.',
    noRules: 'Keine Regeln wurden geprüft.',
    valid: 'Gültig',
    notValid: 'Nicht gültig',
    summary: (failing, all, number) =>
      failing === 0
        ? `${all === 1 ? 'Die Regel gilt' : `Alle ${count(all)} Regeln gelten`} für ${rows(number)}.`
        : `${count(failing)} von ${pluralize(all, 'Regel', 'Regeln')} ${failing === 1 ? 'ist' : 'sind'} verletzt, bei ${rows(number)}.`,
    show: 'Zeigen',
    failing: (number) => `Verletzt (${count(number)})`,
    passing: (number) => `Erfüllt (${count(number)})`,
    all: (number) => `Alle (${count(number)})`,
    rules: 'Regeln',
    passed: 'Erfüllt',
    failed: 'Verletzt',
    severities: { error: 'Fehler', warning: 'Warnung', info: 'Hinweis' },
    rowsFail: (failing, checked, share) => `${count(failing)} von ${rows(checked)} (${share})`,
    missingColumn: 'Spalte fehlt',
    unchecked: 'Nicht geprüft',
    firstRows: 'Verletzende Zeilen',
    row: (row) => `Zeile ${count(row)}`,
    noValue: 'null',
    noMatches: 'Keine passenden Regeln.',
    saveJson: 'Als JSON exportieren',
    saveHtml: 'Als HTML exportieren',
    file: {
      valid: 'Gültig',
      notValid: 'Nicht gültig',
      rows: 'Zeilen',
      rule: 'Regel',
      failing: 'Verletzende Zeilen',
      share: 'Anteil',
      first: 'Die ersten davon',
      nullValue: 'null',
      row: 'Zeile',
      passed: 'erfüllt',
      omitted: 'Regeln, die nicht in dieser Datei sind',
    },
  }
}

/** German strings of data agent reports. */
export const createGermanReport = (formats: GermanFormats): StringsOf<ReportStrings> => {
  const { count, pluralize } = formats
  return {
    columnTypes: germanColumnTypes,
    file: 'Datei',
    size: 'Größe',
    format: 'Format',
    encoding: 'Zeichensatz',
    delimiter: 'Trennzeichen',
    quote: 'Anführungszeichen',
    header: 'Kopf',
    headerLines: (lines) => (lines === 0 ? 'keiner' : pluralize(lines, 'Zeile', 'Zeilen')),
    skippedLines: 'Übersprungene Zeilen',
    rows: 'Zeilen',
    columns: 'Spalten',
    rejectedRows: 'Abgewiesene Zeilen',
    rowsIn: 'Zeilen hinein',
    rowsOut: 'Zeilen heraus',
    columnsIn: 'Spalten hinein',
    columnsOut: 'Spalten heraus',
    none: 'keines',
    delimiters: {
      ',': 'Komma',
      ';': 'Semikolon',
      '\t': 'Tabulator',
      '|': 'senkrechter Strich',
      ' ': 'Leerzeichen',
      '': 'keines',
    },
    decisions: 'Entscheidungen',
    decision: 'Entscheidung',
    value: 'Wert',
    confidence: 'Sicherheit',
    decisionReason: 'Warum',
    column: 'Spalte',
    type: 'Typ',
    nulls: 'Leer',
    invalidValues: 'Ungültige Werte',
    invalidExample: (row, text) => `Zeile ${count(row)}: ${text}`,
    rejectedRowCount: (number) => pluralize(number, 'abgewiesene Zeile', 'abgewiesene Zeilen'),
    line: 'Zeile',
    reason: 'Grund',
    originalText: 'Originaltext',
    attempts: 'Versuche',
    warnings: 'Hinweise',
    operations: 'Schritte',
    noOperations: 'Keine Änderungen nötig.',
    rowsDropped: (number) => `${pluralize(number, 'Zeile', 'Zeilen')} weggelassen`,
    cellsChanged: (number) => `${pluralize(number, 'Zelle', 'Zellen')} geändert`,
    cellsNulled: (number) => `${pluralize(number, 'Zelle', 'Zellen')} geleert`,
    roles: 'Rollen der Spalten',
    cosmograph: 'Cosmograph',
    cosmographHint: (hasLinks) =>
      `${hasLinks ? 'Die Punkte und die Verbindungen' : 'Die Tabelle'} als Parquet, Arrow oder CSV herunterladen und diese Cosmograph-Konfiguration verwenden:`,
    saveCosmograph: 'Als JSON exportieren',
    role: 'Rolle',
    notes: 'Hinweise',
    valid: 'Gültig',
    invalid: 'Nicht gültig',
    ruleSummary: (failing, all) =>
      failing === 0
        ? all === 1
          ? 'die Regel gilt'
          : `alle ${count(all)} Regeln gelten`
        : `${count(failing)} von ${pluralize(all, 'Regel', 'Regeln')} verletzt`,
    rule: 'Regel',
    failing: 'Verletzend',
    examples: 'Verletzende Zeilen',
    row: (row, value) => `Zeile ${count(row)}: ${value ?? 'null'}`,
    validation: createGermanValidation(formats),
    rawReport: 'Bericht',
    terms: {
      rowsIn: 'Zeilen hinein',
      rowsOut: 'Zeilen heraus',
      rows: 'Zeilen',
      bytes: 'Größe',
      name: 'Name',
      leftEmptyKeys: 'Linke Zeilen mit Null-Schlüssel',
      rightEmptyKeys: 'Rechte Zeilen mit Null-Schlüssel',
      rightRepeatedKeys: 'Doppelte Schlüssel rechts',
    },
    termForPort: (term, port) => `${term}, ${port}`,
    nullsIn: (column) => `Vorher null in ${column}`,
    notConvertedIn: (column) => `Nicht umgewandelt in ${column}`,
    yes: 'ja',
    no: 'nein',
    failed: 'fehlgeschlagen',
    passed: 'erfolgreich',
    null: 'null',
  }
}
