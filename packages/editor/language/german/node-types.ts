import type { NodeType } from '@aw-flow/schema'
import { germanHelps } from './setting-helps.ts'
import { germanChoices, germanTitles } from './settings.ts'
import { wordedSettings } from '../setting-words.ts'

/** Titles and descriptions of the built-in node types, by their type. */
const types: Readonly<Record<string, readonly [title: string, description: string]>> = {
  trigger: [
    'Start von Hand',
    'Beginnt den Ablauf, wenn eine Person oder ein Programm ihn startet, mit den gegebenen Daten oder mit dem Beispiel.',
  ],
  schedule: ['Zeitplan', 'Beginnt den Ablauf zu festen Zeiten, auf einem Server, der Zeitpläne anbietet.'],
  webhook: [
    'Webhook',
    'Beginnt den Ablauf, wenn eine Anfrage an seine Adresse kommt, auf einem Server, der Webhooks anbietet.',
  ],
  event: [
    'Ereignis',
    'Beginnt den Ablauf, wenn ein Ereignis dieses Namens gemeldet wird, auf einem Server, der Ereignisse anbietet.',
  ],
  loading: [
    'Laden',
    'Liest eine Datei, von der nichts bekannt ist, in eine Tabelle: Format, Zeichensatz, Trennzeichen, Kopf und Typen werden aus dem Inhalt entschieden, und jede Entscheidung wird genannt.',
  ],
  preparing: [
    'Vorbereiten',
    'Macht eine Tabelle durch einen Plan von Schritten für ein Ziel tauglich, jeder mit Grund und genauer Wirkung. Erfindet nichts und lässt keine Zeile stillschweigend weg.',
  ],
  validation: [
    'Prüfen',
    'Prüft eine Tabelle gegen ein Schema, zählt die verletzenden Zeilen jeder Regel genau, zeigt die ersten und gibt die Tabelle unverändert weiter.',
  ],
  sql: [
    'SQL',
    'Macht eine Tabelle durch eine SELECT-Anweisung über seine Eingänge. Liest nichts anderes und ändert nichts.',
  ],
  select: [
    'Spalten auswählen',
    'Behält die gewählten Spalten einer Tabelle in der gewählten Reihenfolge, oder lässt sie weg. Keine Zeile ändert sich.',
  ],
  filter: [
    'Zeilen filtern',
    'Behält die Zeilen, die Bedingungen oder einen Ausdruck erfüllen, in ihrer Reihenfolge, und zählt die anderen.',
  ],
  sort: [
    'Zeilen sortieren',
    'Ordnet Zeilen nach einer oder mehreren Spalten. Gleiche Zeilen behalten ihre Reihenfolge.',
  ],
  join: [
    'Verbinden',
    'Bringt die Zeilen zweier Tabellen zusammen, wo gewählte Spalten gleich sind. Leere Zellen passen zu nichts; was vervielfacht wird, wird genannt.',
  ],
  union: [
    'Untereinander',
    'Setzt die Zeilen von Tabellen untereinander, mit zusammengeführten Spalten und erweiterten Typen.',
  ],
  aggregate: [
    'Zusammenfassen',
    'Gruppiert Zeilen und zählt, summiert oder misst jede Gruppe. Gruppen stehen in der Reihenfolge, in der sie zuerst vorkommen.',
  ],
  pivot: [
    'Zeilen zu Spalten',
    'Macht aus jedem Wert einer Spalte eine Spalte und berechnet, was steht, wo sich Zeilen und Spalten treffen.',
  ],
  unpivot: [
    'Spalten zu Zeilen',
    'Macht aus jeder gewählten Zelle einer Zeile eine eigene Zeile, mit dem Namen ihrer Spalte.',
  ],
  deduplicate: [
    'Doppelte entfernen',
    'Behält die erste oder letzte der Zeilen, die in den gewählten Spalten gleich sind, in ihrer Reihenfolge.',
  ],
  sample: [
    'Stichprobe',
    'Nimmt eine Zahl oder einen Anteil der Zeilen durch Zufall mit Startwert, oder die ersten oder letzten; in ihrer Reihenfolge.',
  ],
  split: [
    'Zeilen aufteilen',
    'Teilt die Zeilen nach einer Bedingung, durch Zufall oder nach den Werten einer Spalte; jede Zeile geht an genau einem Ausgang weiter.',
  ],
  fill: [
    'Leere Zellen füllen',
    'Füllt leere Zellen mit einem Wert, mit ihren Nachbarn, mit dem Üblichen der Spalte oder auf einer Linie dazwischen; und zählt sie.',
  ],
  derive_column: [
    'Spalte berechnen',
    'Fügt eine Spalte hinzu, deren Zellen ein Ausdruck aus den anderen Zellen der Zeile berechnet.',
  ],
  rename_and_cast: [
    'Umbenennen und umwandeln',
    'Gibt Spalten andere Namen und Typen. Eine Zelle, die etwas verlöre, wird nicht umgewandelt: Sie wird gezählt und auf Wunsch behalten.',
  ],
  table: [
    'Tabelle',
    'Zeigt eine Tabelle Seite für Seite, mit ihren Spalten und Typen, und gibt sie unverändert weiter.',
  ],
  chart: [
    'Diagramm',
    'Zeigt eine Tabelle als Balken, Linien, Flächen, Punkte, Histogramm, Kästen oder Wärmebild und gibt sie unverändert weiter.',
  ],
  graph: [
    'Graph',
    'Zeigt Punkte und die Verbindungen zwischen ihnen, aus je einer Tabelle oder aus einer von beiden, und gibt sie unverändert weiter.',
  ],
  export: [
    'Ausgeben',
    'Behält die Tabelle als Datei unter den Daten, von wo sie heruntergeladen wird, und gibt beide weiter.',
  ],
  condition: [
    'Bedingung',
    'Geht bei „wahr“ oder bei „falsch“ weiter, wie ein Ausdruck es sagt, mit dem, was hereinkam. Was hinter dem anderen ist, wird übersprungen.',
  ],
  switch: [
    'Verzweigung',
    'Geht bei dem Fall weiter, zu dem ein Ausdruck kommt, mit dem, was hereinkam. Was hinter den anderen ist, wird übersprungen.',
  ],
  for_each: [
    'Für jedes',
    'Führt die Knoten zwischen seinem Ausgang „item“ und seinem Eingang „result“ für jeden Eintrag, jede Zeile oder jeden Stapel einmal aus und sammelt die Ergebnisse in ihrer Reihenfolge.',
  ],
  while: [
    'Solange',
    'Führt die Knoten zwischen seinem Ausgang „item“ und seinem Eingang „result“ aus, solange eine Bedingung gilt; jeder Durchgang bekommt, was der letzte zurückgab.',
  ],
  merge: [
    'Zusammenführen',
    'Bringt Zweige zusammen: geht weiter, wenn einer, irgendeiner oder alle etwas gegeben haben.',
  ],
  variable: ['Variable', 'Gibt einem Wert einen Namen, unter dem ihn jeder Knoten dahinter lesen kann.'],
  transform: ['Umformen', 'Macht aus einem Wert oder aus jeder Zeile etwas anderes, durch einen JSONata-Ausdruck.'],
  code: [
    'Code',
    'Führt JavaScript über einen Wert oder über die Zeilen einer Tabelle aus, wo es nichts draußen erreicht.',
  ],
  delay: ['Verzögerung', 'Wartet eine Weile oder bis zu einer Zeit und gibt weiter, was hereinkam.'],
  wait_for_event: ['Auf Ereignis warten', 'Wartet, bis etwas von außen das Ereignis sendet, und gibt, was es brachte.'],
  approval: [
    'Genehmigung',
    'Zeigt einer Person, was hereinkam, wartet und geht bei „genehmigt“ oder „abgelehnt“ weiter. Was genehmigt wird, darf bearbeitet werden.',
  ],
  sub_workflow: [
    'Unterablauf',
    'Führt einen anderen Ablauf in diesem aus; seine Anschlüsse sind die Anschlüsse dieses Knotens.',
  ],
  error_handler: [
    'Fehlerbehandlung',
    'Beginnt, wenn etwas gescheitert und alles andere beendet ist, oder nimmt den Ausgang „error“ eines Knotens, der zu ihm führt; gibt, was gescheitert ist und warum.',
  ],
  webhook_response: [
    'Webhook-Antwort',
    'Antwortet dem, der den Webhook aufrief, mit dem der Ablauf begann. Wo niemand rief, sagt er nur, wie die Antwort wäre.',
  ],
  http_request: [
    'HTTP-Anfrage',
    'Fragt einen Dienst über HTTP, Seite für Seite, wo er Seiten hat, und gibt, was er antwortet.',
  ],
  database_query: [
    'Datenbankabfrage',
    'Fragt eine PostgreSQL-Datenbank mit einer Anweisung und gebundenen Werten und gibt die Zeilen als Tabelle.',
  ],
  read_file: [
    'Datei lesen',
    'Nimmt eine Datei aus dem Ordner, den der Betreiber Abläufen geöffnet hat (auf einer Seite: aus ihren Daten).',
  ],
  write_file: [
    'Datei schreiben',
    'Schreibt eine Tabelle, eine Datei, JSON oder Text in den Ordner, den der Betreiber Abläufen geöffnet hat (auf einer Seite: zu ihren Daten).',
  ],
  email: ['E-Mail', 'Sendet eine E-Mail über SMTP, mit der hereinkommenden Tabelle oder Datei im Anhang.'],
  notification: [
    'Benachrichtigung',
    'Sagt jemandem Bescheid: wer dem Lauf zusieht, einem Dienst über Webhook, oder Personen per E-Mail.',
  ],
  custom_tool: [
    'Eigenes Werkzeug',
    'Benutzt einen HTTP-Dienst als Werkzeug: Was er nimmt und gibt, wird gegen JSON-Schemata geprüft.',
  ],
}

const ports: Readonly<Record<string, string>> = {
  Data: 'Daten',
  Request: 'Anfrage',
  File: 'Datei',
  Table: 'Tabelle',
  Links: 'Verbindungen',
  Points: 'Punkte',
  'Other table': 'Andere Tabelle',
  Plan: 'Plan',
  'Prepared table': 'Vorbereitete Tabelle',
  'Undo map': 'Umkehrplan',
  Report: 'Bericht',
  Left: 'Links',
  Right: 'Rechts',
  'Table 1': 'Tabelle 1',
  'Table 2': 'Tabelle 2',
  Match: 'Passend',
  Rest: 'Rest',
  Value: 'Wert',
  True: 'Wahr',
  False: 'Falsch',
  Otherwise: 'Sonst',
  Items: 'Einträge',
  Item: 'Eintrag',
  Index: 'Nummer',
  Result: 'Ergebnis',
  Results: 'Ergebnisse',
  Failed: 'Gescheitert',
  Start: 'Beginn',
  Merged: 'Zusammen',
  Input: 'Eingang',
  Event: 'Ereignis',
  Approved: 'Genehmigt',
  Rejected: 'Abgelehnt',
  Decision: 'Entscheidung',
  Error: 'Fehler',
  Failures: 'Fehlschläge',
  Message: 'Nachricht',
  Response: 'Antwort',
  Body: 'Inhalt',
  After: 'Danach',
  Arguments: 'Angaben',
  input: 'Eingang',
  yes: 'ja',
  no: 'nein',
  'In 1': 'Eingang 1',
  'In 2': 'Eingang 2',
}

const settings = { titles: germanTitles, helps: germanHelps, choices: germanChoices }

/** A node type as the palette, the canvas and its settings name it in German; a host's own type as it came. */
export function germanNodeType(type: NodeType): NodeType {
  const words = types[type.type]
  if (!words) return type
  const [title, description] = words
  const named = (list: NodeType['inputs']): NodeType['inputs'] =>
    list.map((port) => (port.label === undefined ? port : { ...port, label: ports[port.label] ?? port.label }))
  return {
    ...type,
    title,
    description,
    inputs: named(type.inputs),
    outputs: named(type.outputs),
    settings: wordedSettings(type.settings, settings),
  }
}
