import type { Operation, OperationName } from '@aw-flow/schema'
import type { GermanFormats } from './formats.ts'

const name = (column: string): string => `\`${column}\``
const quoted = (text: string): string => JSON.stringify(text)

const cases = {
  upper: 'in Großbuchstaben',
  lower: 'in Kleinbuchstaben',
  title: 'mit großen Anfangsbuchstaben',
  sentence: 'wie im Satz',
}
const ways = {
  constant: 'einem Wert',
  previous: 'dem Wert darüber',
  next: 'dem Wert darunter',
  mean: 'dem Mittelwert',
  median: 'dem Median',
  mode: 'dem häufigsten Wert',
}

/** What each kind of operation is called. */
export const germanOperationKinds: Readonly<Record<OperationName, string>> = {
  trim: 'Leerraum entfernen',
  case: 'Groß und klein',
  replace: 'Ersetzen',
  'parse-number': 'Zahlen lesen',
  'parse-date': 'Daten lesen',
  'parse-currency': 'Beträge lesen',
  cast: 'Typ ändern',
  finite: 'Unendliches leeren',
  'empty-texts': 'Texte leeren',
  'map-values': 'Werte zuordnen',
  'merge-spellings': 'Schreibweisen zusammenführen',
  scale: 'Skalieren',
  unscale: 'Zurückskalieren',
  'empty-where': 'Zellen leeren',
  'set-cells': 'Zellen setzen',
  rename: 'Umbenennen',
  copy: 'Kopieren',
  split: 'Teilen',
  'join-columns': 'Spalten verbinden',
  extract: 'Herausziehen',
  derive: 'Berechnen',
  flag: 'Kennzeichnen',
  encode: 'Kodieren',
  decode: 'Entschlüsseln',
  bucket: 'In Bereiche teilen',
  project: 'Projizieren',
  'generate-id': 'Kennungen vergeben',
  'number-rows': 'Zeilen nummerieren',
  'drop-column': 'Spalte weglassen',
  select: 'Spalten auswählen',
  'order-columns': 'Spalten ordnen',
  'drop-null-rows': 'Leere Zeilen weglassen',
  'drop-rows': 'Zeilen weglassen',
  filter: 'Zeilen auswählen',
  deduplicate: 'Doppelte weglassen',
  fill: 'Auffüllen',
  interpolate: 'Dazwischen schätzen',
  pivot: 'Pivotieren',
  unpivot: 'Entpivotieren',
  'join-tables': 'Tabellen verbinden',
  geocode: 'Orte nachschlagen',
  'points-of-links': 'Punkte aus Verbindungen',
  'resolve-links': 'Verbindungen auflösen',
}

/** What an operation of a preparation does, in one line of German; column names stand between backticks. */
export const germanOperation = ({ many, list }: GermanFormats): ((operation: Operation) => string) => {
  const names = (columns: readonly string[], most = 6): string =>
    list([
      ...columns.slice(0, most).map(name),
      ...(columns.length > most ? [many(columns.length - most, 'weitere', 'weitere')] : []),
    ])
  const within = (columns: readonly string[] | undefined): string =>
    columns && columns.length > 0 ? ` innerhalb von ${names(columns)}` : ''
  const values = (count: number): string => many(count, 'Wert', 'Werte')
  return (operation) => {
    switch (operation.op) {
      case 'trim':
        return `Leerraum an beiden Enden von ${name(operation.column)} entfernen${operation.inner ? ', und mehrfache Leerzeichen darin' : ''}`
      case 'case':
        return `${name(operation.column)} ${cases[operation.to]} schreiben`
      case 'replace':
        return `${operation.isPattern ? `Was zu ${operation.find} passt` : quoted(operation.find)} in ${name(operation.column)} durch ${quoted(operation.with)} ersetzen`
      case 'parse-number':
        return `${name(operation.column)} als Zahlen lesen`
      case 'parse-date':
        return `${name(operation.column)} als ${operation.type === 'DATE' ? 'Daten' : 'Daten mit Uhrzeit'} lesen (${operation.format})`
      case 'parse-currency':
        return `${name(operation.column)} als Beträge lesen${operation.currency === undefined ? '' : `, mit der Währung in ${name(operation.currency)}`}`
      case 'cast':
        return `${name(operation.column)} in ${operation.type} umwandeln`
      case 'finite':
        return `Die unendlichen Werte von ${name(operation.column)} leeren`
      case 'empty-texts':
        return `${operation.texts.slice(0, 5).map(quoted).join(', ')}${operation.texts.length > 5 ? ', …' : ''} in ${name(operation.column)} leeren`
      case 'map-values':
        return `${values(operation.values.length)} von ${name(operation.column)} durch andere ersetzen${operation.others === 'empty' ? ', und die übrigen leeren' : ''}`
      case 'merge-spellings':
        return `${many(operation.groups.length, 'Gruppe', 'Gruppen')} von Schreibweisen in ${name(operation.column)} vereinheitlichen`
      case 'scale':
        return `${name(operation.column)} skalieren: (Wert - ${operation.offset}) / ${operation.divisor}`
      case 'unscale':
        return `${name(operation.column)} zurückskalieren: Wert * ${operation.divisor} + ${operation.offset}`
      case 'empty-where':
        return `${name(operation.column)} in Zeilen leeren, für die gilt: ${operation.expression.trim()}`
      case 'set-cells':
        return `${many(operation.cells.length, 'Zelle', 'Zellen')} von ${name(operation.column)} setzen`
      case 'rename':
        return `${name(operation.column)} in ${name(operation.to)} umbenennen`
      case 'copy':
        return `${name(operation.column)} nach ${name(operation.to)} als ${operation.type} kopieren`
      case 'split':
        return `${name(operation.column)} bei ${quoted(operation.separator)} in ${names(operation.into)} teilen`
      case 'join-columns':
        return `${names(operation.columns)} zu ${name(operation.to)} zusammenfügen`
      case 'extract':
        return `Was in ${name(operation.column)} zu ${operation.pattern} passt, nach ${name(operation.to)} nehmen`
      case 'derive':
        return `${name(operation.to)} als ${operation.expression.trim()} berechnen`
      case 'flag':
        return `In ${name(operation.to)} die Zeilen markieren, für die gilt: ${operation.expression.trim()}`
      case 'encode':
        return operation.how === 'one-hot'
          ? `Für ${values(operation.values.length)} von ${name(operation.column)} je eine Spalte aus 0 und 1 machen`
          : `${values(operation.values.length)} von ${name(operation.column)} in ${name(operation.to)} nummerieren`
      case 'decode':
        return `${values(operation.values.length)} von ${name(operation.to)} aus ${names(operation.columns)} zurücklesen`
      case 'bucket':
        return `${name(operation.column)} in ${operation.edges.length + 1} Bereiche in ${name(operation.to)} einteilen`
      case 'project':
        return `Die Koordinaten ${name(operation.x)} und ${name(operation.y)} aus ${names(operation.terms.map(({ column }) => column))} berechnen (Projektion, Startwert ${operation.seed})`
      case 'generate-id':
        return `In ${name(operation.to)} für jede Zeile eine Kennung erzeugen`
      case 'number-rows':
        return `Die Zeilen in ${name(operation.to)} nummerieren`
      case 'drop-column':
        return `${name(operation.column)} weglassen`
      case 'select':
        return `${names(operation.columns)} behalten`
      case 'order-columns':
        return `${names(operation.first)} nach vorn stellen`
      case 'drop-null-rows':
        return `Zeilen ohne ${names(operation.columns)} weglassen`
      case 'drop-rows':
        return `Zeilen weglassen, für die gilt: ${operation.expression.trim()}`
      case 'filter':
        return `Zeilen behalten, für die gilt: ${operation.expression.trim()}`
      case 'deduplicate':
        return `Von gleichen Zeilen die ${operation.keep === 'first' ? 'erste' : 'letzte'} behalten${operation.columns.length === 0 ? '' : `, gleich in ${names(operation.columns)}`}`
      case 'fill':
        return `Leere Zellen von ${name(operation.column)} mit ${operation.how === 'constant' ? quoted(String(operation.value ?? '')) : ways[operation.how]} füllen${within(operation.within)}`
      case 'interpolate':
        return `Leere Zellen von ${name(operation.column)} auf der Linie zwischen ihren Nachbarn füllen${operation.by === undefined ? '' : `, entlang ${name(operation.by)}`}${within(operation.within)}`
      case 'pivot':
        return `Aus ${values(operation.values.length)} von ${name(operation.column)} Spalten machen: ${operation.function}${operation.value === undefined ? '' : ` von ${name(operation.value)}`}`
      case 'unpivot':
        return `Aus jeder Zelle von ${names(operation.columns)} eine Zeile machen`
      case 'join-tables':
        return `Mit ${name(operation.table)} verbinden über ${operation.keys.map(({ left, right }) => (left === right ? name(left) : `${name(left)} = ${name(right)}`)).join(', ')}`
      case 'geocode':
        return `${name(operation.column)} in ${name(operation.table)} nach Breite und Länge nachschlagen`
      case 'points-of-links':
        return `Aus jedem verschiedenen ${name(operation.source)} und ${name(operation.target)} einen Punkt machen`
      case 'resolve-links':
        return `${name(operation.source)} und ${name(operation.target)} unter den Punkten finden`
    }
  }
}
