import type { DownloadStrings } from '../../elements/results/aw-download-menu.ts'
import type { ChartStrings } from '../../views/chart/chart-strings.ts'
import type { GraphStrings } from '../../views/graph/graph-strings.ts'
import type { ConditionTest, DataTableStrings } from '../../views/table/table-strings.ts'
import { germanColumnTypes, type GermanFormats } from './formats.ts'
import type { StringsOf } from '../languages.ts'

const tests: Record<ConditionTest, string> = {
  equals: 'ist',
  differs: 'ist nicht',
  contains: 'enthält',
  lacks: 'enthält nicht',
  starts: 'beginnt mit',
  ends: 'endet mit',
  below: 'ist kleiner als',
  above: 'ist größer als',
  between: 'liegt zwischen',
  empty: 'ist null',
  filled: 'ist nicht null',
}

/** German strings of the download menu. */
export const germanDownload: StringsOf<DownloadStrings> = {
  download: 'CSV herunterladen',
  downloading: 'Datei wird erstellt …',
  moreFormats: 'Weitere Formate',
  formats: {
    csv: 'CSV',
    'csv-excel': 'CSV für Excel',
    json: 'JSON',
    jsonl: 'JSON Lines',
    parquet: 'Parquet',
    arrow: 'Arrow (Feather)',
    xlsx: 'Excel',
  },
}

/** German strings of tables. */
export const createGermanTable = (formats: GermanFormats): StringsOf<DataTableStrings> => {
  const { count, pluralize, list } = formats
  const cells = (number: number): string => pluralize(number, 'Zelle', 'Zellen')
  return {
    columnTypes: germanColumnTypes,
    label: 'Tabelle',
    null: 'null',
    row: 'Zeile',
    size: (rows, columns) => `${pluralize(rows, 'Zeile', 'Zeilen')} × ${pluralize(columns, 'Spalte', 'Spalten')}`,
    filteredSize: (rows, all) => `${count(rows)} von ${count(all)} Zeilen`,
    position: (row, column) => `Zeile ${count(row)}, ${column}`,
    selected: (rows, columns) => `${count(rows)} × ${count(columns)} Zellen ausgewählt`,
    empty: 'Diese Tabelle hat keine Zeilen.',
    noMatch: 'Keine Zeilen passen zu den Filtern.',
    noTable: 'Den Ablauf ausführen, dann einen Knoten wählen, um seine Tabelle zu sehen.',
    failed: (reason) => `Die Zeilen ließen sich nicht lesen: ${reason}`,
    retry: 'Erneut versuchen',
    resize: (column) => `Breite von „${column}“ ändern`,
    working: 'In Arbeit …',
    menu: (column) => `Spaltenmenü: ${column}`,
    ascending: 'Aufsteigend sortieren',
    descending: 'Absteigend sortieren',
    unsorted: 'Sortierung aufheben',
    filter: 'Filtern …',
    pin: 'Spalte anheften',
    unpin: 'Spalte lösen',
    fit: 'Breite anpassen',
    copyName: 'Namen kopieren',
    transform: 'Nach Beispiel ändern …',
    editCell: (row, column) => `Zeile ${count(row)}, ${column} bearbeiten`,
    copied: (number) => `${cells(number)} kopiert`,
    copyTooMany: (number, max) =>
      `${cells(number)} sind zu viele zum Kopieren (höchstens ${count(max)}). Stattdessen die Tabelle herunterladen.`,
    copyFailed: 'Der Browser erlaubt das Kopieren nicht. Die Tabelle herunterladen.',
    tests,
    filtered: ({ column, test, value = '', upTo = '' }) => {
      if (test === 'empty' || test === 'filled') return `${column} ${tests[test]}`
      if (test !== 'between') return `${column} ${tests[test]} ${value}`
      if (value === '') return `${column} bis ${upTo}`
      return upTo === '' ? `${column} ab ${value}` : `${column} ${value} bis ${upTo}`
    },
    sorted: (columns) => `Sortiert nach ${list(columns)}`,
    test: 'Bedingung',
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
    openDetail: 'Ganze Zelle zeigen',
    copy: 'Kopieren',
    characters: (number) => pluralize(number, 'Zeichen', 'Zeichen'),
    changed: 'Geändert',
    changedFrom: (before) => `war ${before}`,
    history: 'Änderungsverlauf',
    becomes: 'wird zu',
    downloadFailed: (reason) => `Die Datei ließ sich nicht erstellen: ${reason}`,
    downloadRows: 'Gefilterte Zeilen herunterladen',
    download: germanDownload,
    changes: (number) => `${cells(number)} geändert`,
  }
}

const marks = {
  bar: 'Balken',
  line: 'Linie',
  area: 'Fläche',
  scatter: 'Streudiagramm',
  histogram: 'Histogramm',
  box: 'Boxplot',
  'heat-map': 'Heatmap',
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

const categoryLabels = { otherValues: '(andere)', noValue: '(ohne Wert)' }

/** German strings of charts. */
export const createGermanChart = (formats: GermanFormats): StringsOf<ChartStrings> => {
  const { count, pluralize } = formats
  const addColumnName = (measure: string, column: string): string =>
    column === '' ? measure : `${measure} von ${column}`
  return {
    rowsTable: createGermanTable(formats),
    label: 'Diagramm',
    settings: 'Diagrammeinstellungen',
    marks,
    measures,
    mark: 'Diagramm',
    x: 'X-Achse',
    y: 'Y-Achse',
    measured: 'Wert',
    measure: 'Maß',
    color: 'Farbe',
    facet: 'Aufteilen nach',
    facetRow: 'Zeilen nach',
    none: 'Nichts',
    ...categoryLabels,
    suggest: 'Ein Diagramm vorschlagen',
    table: 'Als Tabelle zeigen',
    chart: 'Als Diagramm zeigen',
    png: 'PNG',
    svg: 'SVG',
    download: 'Herunterladen',
    loading: 'Wird gezeichnet …',
    empty: 'Keine Daten: Diese Spalten haben keine Werte.',
    noTable: 'Den Ablauf ausführen, dann einen Knoten wählen, um sein Diagramm zu sehen.',
    notSupported: 'Diese Tabelle ergibt kein Diagramm.',
    retry: 'Erneut versuchen',
    downloadFailed: (reason) => `Das Bild ließ sich nicht erstellen: ${reason}`,
    rowCount: (rows) => pluralize(rows, 'Zeile', 'Zeilen'),
    formatMeasure: addColumnName,
    title: ({ mark, x, y, color, measure }) => {
      const value = (column: string): string => addColumnName(measures[measure], column)
      switch (mark) {
        case 'histogram':
          return `Verteilung von ${x}`
        case 'scatter':
          return `${y} nach ${x}`
        case 'box':
          return x === '' ? `Verteilung von ${y}` : `Verteilung von ${y} nach ${x}`
        case 'heat-map':
          return `${value(measure === 'count' && color === '' ? '' : color)} nach ${x} und ${y}`
        default:
          return `${value(measure === 'count' ? '' : y)} nach ${x}`
      }
    },
    description: (title, parts) => [title, ...parts].join('. ') + '.',
    bars: (number) => pluralize(number, 'Wert', 'Werte'),
    points: (number) => pluralize(number, 'Punkt', 'Punkte'),
    extremes: (max, at, min, atLeast) => `größter Wert ${max} bei ${at}, kleinster ${min} bei ${atLeast}`,
    between: (column, from, to) => `${column} von ${from} bis ${to}`,
    parts: (number, column) => `gefärbt nach ${column}, ${pluralize(number, 'Wert', 'Werte')}`,
    facets: (number, column) => `${count(number)} kleine Diagramme nach ${column}`,
  }
}

/** German strings of graphs. */
export const createGermanGraph = (formats: GermanFormats): StringsOf<GraphStrings> => {
  const { count, pluralize } = formats
  const points = (number: number): string => pluralize(number, 'Punkt', 'Punkte')
  const links = (number: number): string => pluralize(number, 'Verbindung', 'Verbindungen')
  const rows = (number: number): string => pluralize(number, 'Zeile', 'Zeilen')
  return {
    rowsTable: createGermanTable(formats),
    label: 'Graph',
    settings: 'Grapheinstellungen',
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
    ...categoryLabels,
    byLinks: 'Anzahl der Verbindungen',
    find: 'Einen Punkt suchen',
    found: (number) => `${points(number)} gefunden`,
    notFound: 'Keine passenden Punkte.',
    topPoints: 'Punkte mit den meisten Verbindungen',
    links,
    neighbors: (number) => pluralize(number, 'Nachbar', 'Nachbarn'),
    clear: 'Alle zeigen',
    fit: 'Einpassen',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    png: 'Als PNG exportieren',
    pngFailed: (reason) => `Das Bild ließ sich nicht erstellen: ${reason}`,
    table: 'Als Tabelle zeigen',
    points: 'Punkte',
    linksTable: 'Verbindungen',
    loading: 'Punkte und Verbindungen werden gelesen …',
    placing: 'Wird gezeichnet …',
    noTable: 'Den Ablauf ausführen, dann einen Knoten wählen, um seinen Graph zu sehen.',
    empty: 'Keine Daten: Keine Zeile verbindet zwei Punkte.',
    noWebgl: 'Ohne WebGL stehen Punkte und Verbindungen in Tabellen.',
    failed: (reason) => `Der Graph ließ sich nicht zeichnen: ${reason}`,
    retry: 'Erneut versuchen',
    size: (all, joined) => `${points(all)}, ${links(joined)}`,
    description: (all, joined, max, degree) =>
      `${points(all)} und ${links(joined)}.` +
      (degree > 0 ? ` „${max}“ hat die meisten Verbindungen, ${count(degree)}.` : '') +
      ' Punkte lassen sich in der Liste daneben am Namen finden.',
    linkUnit: (number) => (number === 1 ? 'Verbindung' : 'Verbindungen'),
    omitted: {
      noId: (number) => `${rows(number)} der Punkte ohne Kennung weggelassen.`,
      repeated: (number) =>
        `${rows(number)} der Punkte mit einer Kennung, die es schon gibt; die erste ist gezeichnet.`,
      noPosition: (number) => `${points(number)} ohne Ort weggelassen.`,
      noEndpoint: (number) => `${links(number)} ohne eines der Enden weggelassen.`,
      unresolved: (number) => `${links(number)} zu etwas, das kein Punkt ist, weggelassen.`,
      loops: (number) => `${links(number)} von einem Punkt zu sich selbst weggelassen.`,
    },
    limited: (all, joined) => `Höchstens die ersten ${points(all)} und ${links(joined)} werden gezeichnet.`,
  }
}
