import type { German } from './german.ts'
import type { tablesMessages as english } from '../english/tables.ts'

export const tablesMessages: German<typeof english> = {
  'tables.gone': 'Die Tabelle `{$table}` fehlt.',
  'tables.gone.hint': 'Neu ausführen.',
  'tables.too-many-rows': 'Das Ergebnis hat mehr als {$max :integer} Zeilen.',
  'tables.too-many-rows.hint': 'Daraus eine Tabelle machen.',
  'tables.failed': 'Die Datenbank ist fehlgeschlagen: „{$reason}“',
  'tables.failed.hint': 'Die Seite neu laden, sonst weniger Zeilen verarbeiten.',
  'tables.out-of-memory': 'Der Speicher reicht nicht: „{$reason}“',
  'tables.out-of-memory.hint': 'Weniger Zeilen verarbeiten, oder mit mehr Speicher ausführen.',
  'tables.no-engine': 'DuckDB ließ sich von {$url} nicht starten: {$reason :message}.',
  'tables.no-engine.hint': 'Prüfen, ob die Adresse duckdb-eh.wasm liefert.',
  'tables.reserved-name': 'Eine Spalte kann nicht `{$column}` heißen: DuckDB nennt so die Position einer Zeile.',
  'tables.reserved-name.hint': 'Einen anderen Namen verwenden, etwa `row_id`.',
  'sql.syntax': 'SQL-Fehler von DuckDB: „{$reason}“',
  'sql.syntax.hint': 'Eine einzelne SELECT-Anweisung schreiben.',
  'sql.syntax.not-rewritten': 'Die Anweisung ließ sich nicht zerlegen: {$statement}',
  'sql.syntax.not-rewritten.hint': 'Eine einzelne SELECT-Anweisung schreiben.',
  'sql.names': 'SQL-Fehler von DuckDB: „{$reason}“',
  'sql.names.hint':
    '.input {$kind :string} .match $kind catalog {{Vorhandene Tabellen und Funktionen verwenden.}} * {{Namen und Typen der Spalten in der Anweisung prüfen.}}',
  'sql.conversion': 'SQL-Fehler von DuckDB: „{$reason}“',
  'sql.conversion.hint': 'TRY_CAST lässt Werte leer, die sich nicht umwandeln lassen.',
  'sql.range': 'SQL-Fehler von DuckDB: „{$reason}“',
  'sql.range.hint': 'In einen größeren Typ umwandeln.',
  'sql.input': 'SQL-Fehler von DuckDB: „{$reason}“',
  'sql.input.hint': 'Die Argumente der Funktionen prüfen.',
  'sql.failed': 'SQL-Fehler von DuckDB: „{$reason}“',
  'sql.unknown-columns': 'Die Spalten von `{$input}` sind unbekannt.',
  'sql.unknown-columns.hint': 'Der Lauf prüft.',
  'sql.check-out-of-time':
    'Die Prüfung einer Anweisung dauerte länger als {$limit :duration}. Die Engine wurde neu gestartet.',
  'sql.check-out-of-time.hint': 'Die konstanten Werte in der Anweisung vereinfachen.',
  'sql.out-of-time': 'Die Anweisung dauerte länger als {$limit :duration}.',
  'sql.out-of-time.hint': 'Weniger Zeilen verwenden, über gleiche Spalten verbinden oder das Zeitlimit erhöhen.',
  'out.bytes-as-text':
    '.input {$count :integer} .match $count one {{Spalte {$columns :list quote=code max=5} enthält Bytes. Sie werden als Text in {$format} geschrieben, Bytes ohne eigenes Zeichen als \\\\xAB.}} * {{Die Spalten {$columns :list quote=code max=5} enthalten Bytes. Sie werden als Text in {$format} geschrieben, Bytes ohne eigenes Zeichen als \\\\xAB.}}',
  'out.bytes-as-text.hint': 'Diese Spalten weglassen, wenn sie niemand braucht.',
  'out.sheet-too-large':
    'Ein Blatt fasst {$maxRows :integer} Zeilen und {$maxColumns :integer} Spalten; die Tabelle hat {$rows :integer} und {$columns :integer}.',
  'out.sheet-too-large.hint': 'Als CSV oder Parquet exportieren, oder weniger Zeilen.',
  'out.cell-too-long': 'Eine Zelle eines Blatts kann {$max :integer} Zeichen haben; {$place} hat {$length :integer}.',
  'out.cell-too-long.hint': 'Als CSV oder Parquet exportieren.',
  'out.no-columns': 'Eine Tabelle ohne Spalten lässt sich nicht als Parquet oder Arrow schreiben.',
  'out.no-columns.hint': 'Als CSV oder JSON exportieren.',
}
