import type { EnglishCompare } from '../english/compare.ts'
import type { Formats } from '../formats.ts'

/** German strings of the comparison of two runs. */
export const createGermanCompare = ({ pluralize, count }: Formats): EnglishCompare => ({
  compare: {
    runNotFound: 'Einer dieser Läufe wurde in diesem Browser nicht gefunden',
    title: 'Läufe vergleichen',
    allRuns: 'Alle Läufe',
    sameResultCount: (equal, nodes) =>
      `${count(equal)} von ${pluralize(nodes, 'Knoten', 'Knoten')} ${equal === 1 ? 'hat' : 'haben'} das gleiche Ergebnis.`,
    node: 'Knoten',
    differences: 'Unterschiede',
    notInRun: 'Nicht in diesem Lauf',
    type: (a, b) => `Typ: ${a} → ${b}`,
    input: (port) => `Eingang ${port}`,
    file: 'andere Datei',
    differentContent: 'anderer Inhalt',
    output: (port) => `Ausgang ${port}`,
    noValue: 'kein Wert',
    sameShape: (shape) => `in beiden Läufen ${shape}; Werte können abweichen`,
    addedColumns: (names) => `neue Spalten: ${names}`,
    removedColumns: (names) => `entfallene Spalten: ${names}`,
    changedTypes: (types) => `andere Typen: ${types}`,
    rows: (a, b) => `Zeilen: ${count(a)} → ${count(b)}`,
    noDifferences: 'Keine',
    finalStatus: 'Endzustand',
    default: 'Vorgabe',
  },
})
