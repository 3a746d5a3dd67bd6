import type { FilterTest } from '@aw-flow/schema'
import type { DownloadStrings } from '../../elements/results/aw-download-menu.ts'
import type { ChartStrings } from '../../views/chart/chart-strings.ts'
import type { GraphStrings } from '../../views/graph/graph-strings.ts'
import type { DataTableStrings } from '../../views/table/table-strings.ts'
import type { GermanFormats } from './formats.ts'
import { germanOperation } from './operations.ts'
import type { Words } from '../words.ts'

const tests: Record<FilterTest, string> = {
  equals: 'ist',
  differs: 'ist nicht',
  contains: 'enthält',
  lacks: 'enthält nicht',
  starts: 'beginnt mit',
  ends: 'endet mit',
  below: 'liegt unter',
  above: 'liegt über',
  between: 'liegt zwischen',
  empty: 'ist leer',
  filled: 'ist nicht leer',
}

/** Files of tables in German. */
export const germanDownload: Words<DownloadStrings> = {
  download: 'CSV herunterladen',
  downloading: 'Die Datei wird erstellt …',
  others: 'In einem anderen Format herunterladen',
  formats: {
    csv: 'CSV',
    json: 'JSON',
    jsonl: 'JSON-Zeilen',
    parquet: 'Parquet',
    arrow: 'Arrow (Feather)',
    xlsx: 'Excel',
  },
}

/** Tables in German. */
export const germanTable = (formats: GermanFormats): Words<DataTableStrings> => {
  const { language, said, count, many, list } = formats
  const cells = (number: number): string => many(number, 'Zelle', 'Zellen')
  return {
    language,
    said,
    label: 'Tabelle',
    null: 'null',
    row: 'Zeile',
    size: (rows, columns) => `${many(rows, 'Zeile', 'Zeilen')} × ${many(columns, 'Spalte', 'Spalten')}`,
    sizeOf: (rows, all) => `${count(rows)} von ${count(all)} Zeilen`,
    at: (row, column) => `Zeile ${count(row)}, ${column}`,
    selected: (rows, columns) => `${count(rows)} × ${count(columns)} Zellen ausgewählt`,
    empty: 'Diese Tabelle hat keine Zeilen.',
    noMatch: 'Keine Zeile geht durch die Filter.',
    nothing: 'Den Ablauf ausführen, dann einen Knoten wählen, um seine Tabelle zu sehen.',
    failed: (reason) => `Die Zeilen ließen sich nicht lesen: ${reason}`,
    retry: 'Noch einmal versuchen',
    resize: (column) => `Ziehen, um „${column}“ breiter oder schmaler zu machen`,
    working: 'In Arbeit …',
    menu: (column) => `Was sich mit „${column}“ tun lässt`,
    ascending: 'Aufsteigend sortieren',
    descending: 'Absteigend sortieren',
    unsorted: 'Nicht danach sortieren',
    filter: 'Filtern …',
    pin: 'An der Seite festhalten',
    unpin: 'Nicht festhalten',
    fit: 'Breite anpassen',
    copyName: 'Namen kopieren',
    copied: (number) => `${cells(number)} kopiert`,
    copyTooMany: (number, most) =>
      `${cells(number)} sind zu viele zum Kopieren (höchstens ${count(most)}). Stattdessen die Tabelle herunterladen.`,
    copyFailed:
      'Der Browser hat das Kopieren nicht erlaubt. Die Tasten noch einmal drücken, oder die Tabelle herunterladen.',
    tests,
    filtered: ({ column, test, value = '', upTo = '' }) => {
      if (test === 'empty' || test === 'filled') return `${column} ${tests[test]}`
      if (test !== 'between') return `${column} ${tests[test]} ${value}`
      if (value === '') return `${column} bis ${upTo}`
      return upTo === '' ? `${column} ab ${value}` : `${column} ${value} bis ${upTo}`
    },
    sorted: (columns) => `Sortiert nach ${list(columns)}`,
    test: 'Prüfung',
    value: 'Wert',
    from: 'Von',
    to: 'Bis',
    apply: 'Filtern',
    clear: 'Leeren',
    remove: (what) => `„${what}“ entfernen`,
    find: 'In der Tabelle suchen',
    next: 'Weiter',
    previous: 'Zurück',
    close: 'Schließen',
    found: (at, of, more) => `${count(at)} von ${count(of)}${more ? '+' : ''}`,
    notFound: 'Nicht gefunden',
    detail: 'Zelle',
    openDetail: 'Die ganze Zelle zeigen',
    copy: 'Kopieren',
    characters: (number) => many(number, 'Zeichen', 'Zeichen'),
    changed: 'Geändert',
    changedFrom: (before) => `war ${before}`,
    story: 'Wie es dazu kam',
    operation: germanOperation(formats),
    becomes: 'wird zu',
    downloadFailed: (reason) => `Die Datei ließ sich nicht erstellen: ${reason}`,
    downloadRows: 'Diese Zeilen herunterladen',
    download: germanDownload,
    changes: (number) => `${cells(number)} geändert`,
  }
}

const marks = {
  bar: 'Balken',
  line: 'Linie',
  area: 'Fläche',
  scatter: 'Punkte',
  histogram: 'Histogramm',
  box: 'Kästen',
  'heat-map': 'Wärmebild',
} as const
const measures = {
  count: 'Anzahl',
  sum: 'Summe',
  mean: 'Mittelwert',
  median: 'Median',
  min: 'Kleinster Wert',
  max: 'Größter Wert',
  distinct: 'Verschiedene Werte',
} as const

/** Charts in German. */
export const germanChart = (formats: GermanFormats): Words<ChartStrings> => {
  const { language, said, count, many } = formats
  const measureOf = (measure: string, column: string): string => (column === '' ? measure : `${measure} von ${column}`)
  return {
    language,
    said,
    rowsTable: germanTable(formats),
    label: 'Diagramm',
    settings: 'Was gezeichnet wird',
    marks,
    measures,
    mark: 'Diagramm',
    x: 'Waagerecht',
    y: 'Senkrecht',
    measured: 'Von',
    measure: 'Maß',
    color: 'Farbe',
    facet: 'Kleine Diagramme nach',
    none: 'Nichts',
    suggest: 'Ein Diagramm vorschlagen',
    table: 'Als Tabelle zeigen',
    chart: 'Als Diagramm zeigen',
    png: 'PNG',
    svg: 'SVG',
    download: 'Herunterladen',
    loading: 'Wird gezeichnet …',
    empty: 'Nichts zu zeichnen: Keine Zeile hat in diesen Spalten einen Wert.',
    nothing: 'Den Ablauf ausführen, dann einen Knoten wählen, um seine Tabelle als Diagramm zu sehen.',
    cannot: 'Diese Tabelle lässt sich hier nicht zeichnen.',
    retry: 'Noch einmal versuchen',
    downloadFailed: (reason) => `Das Bild ließ sich nicht erstellen: ${reason}`,
    rows: (rows) => many(rows, 'Zeile', 'Zeilen'),
    measureOf,
    title: ({ mark, x, y, color, measure }) => {
      const value = (column: string): string => measureOf(measures[measure], column)
      switch (mark) {
        case 'histogram':
          return `Wie ${x} verteilt ist`
        case 'scatter':
          return `${y} über ${x}`
        case 'box':
          return x === '' ? `Wie ${y} verteilt ist` : `Wie ${y} verteilt ist, nach ${x}`
        case 'heat-map':
          return `${value(measure === 'count' && color === '' ? '' : color)} nach ${x} und ${y}`
        default:
          return `${value(measure === 'count' ? '' : y)} nach ${x}`
      }
    },
    described: (title, parts) => [title, ...parts].join('. ') + '.',
    bars: (number) => many(number, 'Wert', 'Werte'),
    points: (number) => many(number, 'Punkt', 'Punkte'),
    extremes: (most, at, least, atLeast) => `größter Wert ${most} bei ${at}, kleinster ${least} bei ${atLeast}`,
    between: (column, from, to) => `${column} von ${from} bis ${to}`,
    parts: (number, column) => `gefärbt nach ${column}, ${many(number, 'Wert', 'Werte')}`,
    facets: (number, column) => `${count(number)} kleine Diagramme nach ${column}`,
  }
}

/** Points and links in German. */
export const germanGraph = (formats: GermanFormats): Words<GraphStrings> => {
  const { language, said, count, many } = formats
  const points = (number: number): string => many(number, 'Punkt', 'Punkte')
  const links = (number: number): string => many(number, 'Verbindung', 'Verbindungen')
  const rows = (number: number): string => many(number, 'Zeile', 'Zeilen')
  return {
    language,
    said,
    rowsTable: germanTable(formats),
    label: 'Graph',
    settings: 'Wie Punkte und Verbindungen gezeichnet werden',
    fields: {
      source: 'Verbindung von',
      target: 'Verbindung nach',
      width: 'Breite der Verbindung',
      id: 'Punkt',
      label: 'Beschriftung',
      color: 'Farbe',
      size: 'Größe',
      x: 'X',
      y: 'Y',
    },
    none: 'Nichts',
    byLinks: 'Nach Verbindungen',
    find: 'Einen Punkt suchen',
    found: (number) => `${points(number)} gefunden`,
    notFound: 'Kein Punkt heißt so.',
    mostLinks: 'Punkte mit den meisten Verbindungen',
    links,
    neighbours: (number) => many(number, 'Nachbar', 'Nachbarn'),
    clear: 'Alle zeigen',
    fit: 'Einpassen',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    png: 'Als PNG speichern',
    pngFailed: (reason) => `Das Bild ließ sich nicht erstellen: ${reason}`,
    table: 'Als Tabelle zeigen',
    points: 'Punkte',
    linksTable: 'Verbindungen',
    loading: 'Punkte und Verbindungen werden gelesen …',
    placing: 'Wird gezeichnet …',
    nothing: 'Den Ablauf ausführen, dann einen Knoten wählen, um seine Tabelle als Graph zu sehen.',
    empty: 'Nichts zu zeichnen: Keine Zeile nennt zwei Punkte.',
    noWebgl: 'Dieser Browser hat kein WebGL, also stehen Punkte und Verbindungen in Tabellen.',
    failed: (reason) => `Der Graph ließ sich nicht zeichnen: ${reason}`,
    retry: 'Noch einmal versuchen',
    size: (all, joined) => `${points(all)}, ${links(joined)}`,
    described: (all, joined, most, degree) =>
      `${points(all)} und ${links(joined)}.` +
      (degree > 0 ? ` „${most}“ hat die meisten Verbindungen, ${count(degree)}.` : '') +
      ' Punkte lassen sich in der Liste daneben am Namen finden.',
    linkWord: (number) => (number === 1 ? 'Verbindung' : 'Verbindungen'),
    left: {
      noId: (number) => `${rows(number)} der Punkte ohne Kennung weggelassen.`,
      repeated: (number) =>
        `${rows(number)} der Punkte mit einer Kennung, die es schon gibt; die erste ist gezeichnet.`,
      noPlace: (number) => `${points(number)} ohne Ort weggelassen.`,
      noEnd: (number) => `${links(number)} ohne eines der Enden weggelassen.`,
      unresolved: (number) => `${links(number)} zu etwas, das kein Punkt ist, weggelassen.`,
      loops: (number) => `${links(number)} von einem Punkt zu sich selbst weggelassen.`,
    },
    cut: (all, joined) => `Höchstens die ersten ${points(all)} und ${links(joined)} werden gezeichnet.`,
  }
}
