import type { Sentences } from '../sentences.ts'

/** What to do next, in German: the hints of problems from O to Z. */
export const germanHintsFromO: Sentences = {
  'One table is loaded. To have another one, set Part to its number: tables are counted from the beginning of the file, from 1.':
    'Eine Tabelle wird geladen. Für eine andere „Teil“ auf ihre Nummer setzen: Tabellen zählen vom Anfang der Datei an, ab 1.',
  'Open it in a spreadsheet program and save it again, or get it again from where it comes.':
    'Sie in einem Tabellenprogramm öffnen und noch einmal speichern, oder dort noch einmal holen, wo sie herkommt.',
  'Open it in a spreadsheet program, save a copy without the password, and load that.':
    'Sie in einem Tabellenprogramm öffnen, eine Kopie ohne Passwort speichern, und diese laden.',
  'Open the versions to choose which holds.': 'Die Versionen öffnen, um zu wählen, was gilt.',
  'Open the workbook in a spreadsheet program, let it calculate, save it, and load it again.':
    'Die Arbeitsmappe in einem Tabellenprogramm öffnen, rechnen lassen, speichern und noch einmal laden.',
  'Order by columns that tell every row apart, within the function’s brackets or its OVER.':
    'Nach Spalten ordnen, die jede Zeile unterscheiden, in den Klammern der Funktion oder in ihrem OVER.',
  'Plan it by the whole file, or say which encoding it has.':
    'Nach der ganzen Datei planen, oder sagen, welchen Zeichensatz sie hat.',
  'Plan it by the whole file.': 'Nach der ganzen Datei planen.',
  'Publish the workflow on a server to have it fired by itself.':
    'Den Ablauf auf einem Server veröffentlichen, damit er von selbst beginnt.',
  'Put %z at the end of the format; names of time zones (%Z) are not read.':
    '%z an das Ende des Formats setzen; Namen von Zeitzonen (%Z) werden nicht gelesen.',
  'Put a Sample node before this one: it has a seed.':
    'Einen Knoten „Stichprobe“ davor setzen: Er hat einen Startwert.',
  'Put a node between them that converts, or connect another port.':
    'Einen Knoten dazwischen setzen, der umwandelt, oder einen anderen Anschluss verbinden.',
  'Put the file itself into the folder.': 'Die Datei selbst in den Ordner legen.',
  'Raise the retries of the Load node, or give encoding and delimiter by hand.':
    'Die Wiederholungen des Laden-Knotens erhöhen, oder Zeichensatz und Trennzeichen von Hand angeben.',
  'Raise the timeout in the workflow settings, or give the node less to do.':
    'Die Zeitgrenze in den Einstellungen des Ablaufs erhöhen, oder dem Knoten weniger zu tun geben.',
  'Read each reason against the data.': 'Jeden Grund an den Daten prüfen.',
  'Read the report, and correct the data or the schema; or set "When not valid" to "report".':
    'Den Bericht lesen, und die Daten oder das Schema berichtigen; oder „Wenn nicht gültig“ auf „berichten“ setzen.',
  'Reload the page and try again.': 'Die Seite neu laden und es noch einmal versuchen.',
  'Reload the page, or start again, and work on less at once if it happens again.':
    'Die Seite neu laden oder neu beginnen, und auf einmal mit weniger arbeiten, wenn es wieder geschieht.',
  'Reload the page to get the newer version.': 'Die Seite neu laden, um die neuere Fassung zu bekommen.',
  'Reload the page.': 'Die Seite neu laden.',
  'Remove datasets that are no longer needed, and run again.':
    'Nicht mehr benötigte Dateien entfernen, und noch einmal ausführen.',
  'Remove duplicates of the right table by its keys, or add a key.':
    'Doppelte der rechten Tabelle nach ihren Schlüsseln entfernen, oder einen Schlüssel hinzufügen.',
  'Remove one of the edges between them, or go round by a loop node.':
    'Eine der Verbindungen zwischen ihnen entfernen, oder einen Schleifenknoten nehmen.',
  'Remove one of the edges between them.': 'Eine der Verbindungen zwischen ihnen entfernen.',
  'Replace the node, or install its type. Known types: ‹types›.':
    'Den Knoten ersetzen, oder seinen Typ installieren. Bekannte Typen: ‹types›.',
  'Resume it, and decide then.': 'Ihn fortsetzen, und dann entscheiden.',
  'Resume the run: what the event told is done again or found out.':
    'Den Lauf fortsetzen: Was das Ereignis sagte, wird noch einmal getan oder festgestellt.',
  'Return an object such as { ...row, total: 1 }, a list of such objects, or nothing to leave a row out.':
    'Ein Objekt wie { ...row, total: 1 } zurückgeben, eine Liste solcher Objekte, oder nichts, um eine Zeile wegzulassen.',
  'Round it, or cast to DECIMAL first, where results of page and server are compared.':
    'Runden oder zuvor in DECIMAL umwandeln, wo Ergebnisse von Seite und Server verglichen werden.',
  'Run again later.': 'Später noch einmal ausführen.',
  'Run again, or ask who keeps this page.': 'Noch einmal ausführen, oder den fragen, der diese Seite betreibt.',
  'Run again.': 'Noch einmal ausführen.',
  'Run again; the engine has been started anew.': 'Noch einmal ausführen; der Rechenkern ist neu gestartet.',
  'Run from here when it may be done.': 'Von hier aus ausführen, wenn es getan werden darf.',
  'Run it again, and decide in time.': 'Noch einmal ausführen, und rechtzeitig entscheiden.',
  'Run it again.': 'Noch einmal ausführen.',
  'Run it in the page, or with `aw run`.': 'In der Seite ausführen, oder mit `aw run`.',
  'Run it with a folder: aw run --folder FOLDER, or AW_FILES on a server.':
    'Mit einem Ordner ausführen: aw run --folder ORDNER, oder AW_FILES auf einem Server.',
  'Or give the file to a Load node.': 'Oder die Datei einem Laden-Knoten geben.',
  'Run the node that made it again; where it was pinned, take the pin away first.':
    'Den Knoten noch einmal ausführen, der sie gemacht hat; wo sie festgehalten war, das zuvor aufheben.',
  'Run the workflow again.': 'Den Ablauf noch einmal ausführen.',
  'Run the workflow in the page, on a server, or with aw run.':
    'Den Ablauf in der Seite, auf einem Server oder mit aw run ausführen.',
  'Run the workflow on a server or by aw run, or tell whoever watches.':
    'Den Ablauf auf einem Server oder mit aw run ausführen, oder dem Bescheid sagen, der zusieht.',
  'Run the workflow on a server or by aw run.': 'Den Ablauf auf einem Server oder mit aw run ausführen.',
  'Run the workflow on a server or by aw run; or give the data as a file.':
    'Den Ablauf auf einem Server oder mit aw run ausführen; oder die Daten als Datei geben.',
  'Run the workflow on a server or by aw run; the same document runs there.':
    'Den Ablauf auf einem Server oder mit aw run ausführen; dort läuft dasselbe Dokument.',
  'Run the workflow on a server or with `aw run`, which hold more; or divide the file, or take columns out of it.':
    'Den Ablauf auf einem Server oder mit `aw run` ausführen, die mehr fassen; oder die Datei teilen, oder Spalten herausnehmen.',
  'Run to ‹node› for what it gives now.': 'Bis ‹node› ausführen für das, was er jetzt gibt.',
  'Run to ‹node› instead.': 'Stattdessen bis ‹node› ausführen.',
  'Save it as CSV or Parquet, in parts if need be, and load that.':
    'Sie als CSV oder Parquet speichern, wenn nötig in Teilen, und das laden.',
  'Save it as CSV, JSON or JSON lines and load that file.':
    'Sie als CSV, JSON oder JSON-Zeilen speichern, und diese Datei laden.',
  'Save it as xlsx or CSV, and load that.': 'Sie als xlsx oder CSV speichern, und das laden.',
  'Save the file as UTF-8 where it comes from, or set Encoding to the one that all of it has.':
    'Die Datei dort, wo sie herkommt, als UTF-8 speichern, oder den Zeichensatz auf den setzen, den alles in ihr hat.',
  'Save the sheet as CSV and load that file.': 'Das Blatt als CSV speichern, und diese Datei laden.',
  'Save the table as CSV, JSON or JSON lines and load that file.':
    'Die Tabelle als CSV, JSON oder JSON-Zeilen speichern, und diese Datei laden.',
  'Save the table as CSV, and load that.': 'Die Tabelle als CSV speichern, und diese laden.',
  'Say that it has from 0 to ‹lines› lines.': 'Sagen, dass er 0 bis ‹lines#› Zeilen hat.',
  'See whether the service runs, and run again.': 'Nachsehen, ob der Dienst läuft, und noch einmal ausführen.',
  'Select the node and correct the setting.': 'Den Knoten auswählen und die Einstellung berichtigen.',
  'Send a file, or less at a time.': 'Eine Datei senden, oder weniger auf einmal.',
  'Send a link to it instead.': 'Stattdessen einen Verweis darauf senden.',
  'Send the event, or let it wait longer.': 'Das Ereignis senden, oder länger warten lassen.',
  'Set it again without one.': 'Es ohne einen neu setzen.',
  'Ask the host by https.': 'Den Rechner über https fragen.',
  'Set it to an address: ‹example›': 'Es auf eine Adresse setzen: ‹example›',
  'Set it where the workflow runs: in the page, on the server, or on the command line as AW_SECRET_NAME.':
    'Es dort setzen, wo der Ablauf läuft: in der Seite, auf dem Server, oder auf der Kommandozeile als AW_SECRET_NAME.',
  'Set the node up again.': 'Den Knoten neu einrichten.',
  'Start the workflow anew.': 'Den Ablauf neu starten.',
  'Statements read tables only: load files with a Load node.':
    'Anweisungen lesen nur Tabellen: Dateien mit einem Laden-Knoten laden.',
  'Statements work out values of their inputs. Files, addresses, settings and the catalogue have nodes of their own.':
    'Anweisungen berechnen Werte aus ihren Eingängen. Für Dateien, Adressen, Einstellungen und das Verzeichnis gibt es eigene Knoten.',
  'Take all columns, or bring them together by position.':
    'Alle Spalten nehmen, oder sie nach ihrer Stelle zusammenbringen.',
  'Take away ‹what›, or ask where it comes from for JSON without a callback.':
    '‹what*› entfernen, oder dort, wo es herkommt, nach JSON ohne Rückruf fragen.',
  'Take it apart into several statements, or give what is many as rows of a table.':
    'In mehrere Anweisungen teilen, oder was viel ist, als Zeilen einer Tabelle geben.',
  'Take it apart into several statements, or into WITH parts.': 'In mehrere Anweisungen teilen, oder in WITH-Teile.',
  'Take it apart with WITH, or use unnest and GROUP BY; a Code node may go over lists in lists.':
    'Mit WITH teilen, oder unnest und GROUP BY nehmen; ein Code-Knoten darf über Listen in Listen gehen.',
  'Take it as done with what it came to, as JSON; or have it done again, or refuse it, without a value.':
    'Es mit seinem Ergebnis als JSON als getan nehmen; oder es ohne Wert noch einmal tun lassen oder ablehnen.',
  'Take it out of one of both.': 'Sie aus einem von beiden herausnehmen.',
  'Take out columns that are not needed, exchange rows and columns, or write it as records of row, column and value.':
    'Nicht benötigte Spalten herausnehmen, Zeilen und Spalten vertauschen, oder es als Datensätze aus Zeile, Spalte und Wert schreiben.',
  'Take the answer as JSON or as a table.': 'Die Antwort als JSON oder als Tabelle nehmen.',
  'Take the answer as JSON or text.': 'Die Antwort als JSON oder Text nehmen.',
  'Take the answer as a file or as a table, or ask for less at a time.':
    'Die Antwort als Datei oder als Tabelle nehmen, oder weniger auf einmal erfragen.',
  'Take the answer as text, or as a file.': 'Die Antwort als Text oder als Datei nehmen.',
  'Take the answer as text, or as a table if it is a file.':
    'Die Antwort als Text nehmen, oder als Tabelle, wenn sie eine Datei ist.',
  'Take the blank lines at its beginning away, and load it again.':
    'Die leeren Zeilen am Anfang entfernen, und noch einmal laden.',
  'Take the pin away, run the node, and pin it again.':
    'Das Festhalten aufheben, den Knoten ausführen, und ihn neu festhalten.',
  'Take the plan that a Prepare node has given out, and change that.':
    'Den Plan nehmen, den ein Vorbereiten-Knoten gegeben hat, und diesen ändern.',
  'Take very long values out of its first records, or write it as CSV or Parquet, and load that.':
    'Sehr lange Werte aus den ersten Datensätzen nehmen, oder sie als CSV oder Parquet schreiben, und das laden.',
  'Tell who runs the service.': 'Dem Betreiber des Dienstes Bescheid sagen.',
  'Tell who runs the tool, or change the schema that its answers are to hold.':
    'Dem Betreiber des Werkzeugs Bescheid sagen, oder das Schema ändern, das seine Antworten erfüllen sollen.',
  'Change the arguments, or the schema that they are to hold.':
    'Die Angaben ändern, oder das Schema, das sie erfüllen sollen.',
  'Write the arguments, or connect JSON.': 'Die Angaben schreiben, oder JSON verbinden.',
  'The body begins at the output ‹port›; what an inner loop makes comes out of the loop itself.':
    'Der Rumpf beginnt am Ausgang ‹port›; was eine innere Schleife macht, kommt aus der Schleife selbst.',
  'The digits are lost here: export the column again from where it comes, as text.':
    'Die Ziffern sind hier verloren: die Spalte dort noch einmal als Text ausgeben, wo sie herkommt.',
  'The events before it can be read and gone on from.':
    'Die Ereignisse davor lassen sich lesen, und von ihnen aus lässt sich fortfahren.',
  'The report keeps them as written.': 'Der Bericht behält sie, wie sie geschrieben sind.',
  'The report shows what ‹they› said and what ‹others› became.':
    'Der Bericht zeigt, was dort stand und was daraus wurde.',
  'Correct the source where that is wrong.': 'Die Quelle berichtigen, wo das falsch ist.',
  'The workflow has changed meanwhile; try again.': 'Der Ablauf hat sich inzwischen geändert; noch einmal versuchen.',
  'The workflow is as it was.': 'Der Ablauf ist, wie er war.',
  'Change the value and try again.': 'Den Wert ändern und noch einmal versuchen.',
  'These nodes do: ‹names›.': 'Diese Knoten tun es: ‹names›.',
  'They mean "no value" in columns of numbers and dates, and stay texts in columns of texts.':
    'Sie bedeuten „kein Wert“ in Spalten aus Zahlen und Daten, und bleiben Texte in Spalten aus Texten.',
  'This is a fault of the node type, not of the workflow.': 'Das ist ein Fehler des Knotentyps, nicht des Ablaufs.',
  'This is a fault of the node, not of your data.': 'Das ist ein Fehler des Knotens, nicht der Daten.',
  'Run again; if it stays, report it with the run log.':
    'Noch einmal ausführen; bleibt es, mit dem Protokoll des Laufs melden.',
  'To have ids of your own, give the source a column in which every value is there and differs.':
    'Für eigene Kennungen der Quelle eine Spalte geben, in der jeder Wert da und verschieden ist.',
  'To load another one, name it in the setting ‹setting›.':
    'Um etwas anderes zu laden, es in der Einstellung „‹setting*›“ nennen.',
  'To load another part, name it in the setting Records.':
    'Um einen anderen Teil zu laden, ihn in der Einstellung „Datensätze“ nennen.',
  'Try again later, or allow more time.': 'Es später noch einmal versuchen, oder mehr Zeit erlauben.',
  'Try again later.': 'Es später noch einmal versuchen.',
  'Try again later; if it stays, tell who runs the service.':
    'Es später noch einmal versuchen; bleibt es, dem Betreiber des Dienstes Bescheid sagen.',
  'Unpack it with its password, and load the file that is inside.':
    'Es mit dem Passwort entpacken, und die Datei darin laden.',
  'Unpack it, and load the file that is inside.': 'Es entpacken, und die Datei darin laden.',
  'Unpack it and load the file that is inside.': 'Es entpacken, und die Datei darin laden.',
  'Unpack it, or save the sheet as CSV, and load that file.':
    'Es entpacken, oder das Blatt als CSV speichern, und diese Datei laden.',
  'Unpack the file and load what was in it.': 'Die Datei entpacken und laden, was darin war.',
  'Update the program.': 'Das Programm aktualisieren.',
  "Update the program; the record's ‹lines› lines stay as they are.":
    'Das Programm aktualisieren; die ‹lines#› Zeilen der Aufzeichnung bleiben, wie sie sind.',
  'Update the program, or export the workflow in an older version.':
    'Das Programm aktualisieren, oder den Ablauf in einer älteren Fassung ausgeben.',
  'Use "auto", or a name such as utf-8, windows-1252, iso-8859-2 or shift_jis.':
    '„auto“ nehmen, oder einen Namen wie utf-8, windows-1252, iso-8859-2 oder shift_jis.',
  'Use TRY_CAST to turn what does not convert into no value.':
    'TRY_CAST nehmen, damit keinen Wert ergibt, was sich nicht umwandeln lässt.',
  'Use VARCHAR, BIGINT, DECIMAL(18,3), DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, INTERVAL or UUID.':
    'VARCHAR, BIGINT, DECIMAL(18,3), DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, INTERVAL oder UUID nehmen.',
  'Use a loop around one sub-workflow in place of many.': 'Eine Schleife um einen Unterablauf statt vieler nehmen.',
  'Use a loop in place of calls within calls.': 'Eine Schleife statt verschachtelter Aufrufe nehmen.',
  'Use a name such as utf-8, windows-1252, iso-8859-2 or shift_jis.':
    'Einen Namen wie utf-8, windows-1252, iso-8859-2 oder shift_jis nehmen.',
  'Use letters, digits and "_", each name once.': 'Buchstaben, Ziffern und „_“ nehmen, jeden Namen einmal.',
  'Use letters, digits, "_", "-" and ".", and begin with a letter or digit.':
    'Buchstaben, Ziffern, „_“, „-“ und „.“ nehmen, und mit einem Buchstaben oder einer Ziffer beginnen.',
  'Use tables and functions that exist; extensions are not loaded.':
    'Tabellen und Funktionen nehmen, die es gibt; Erweiterungen werden nicht geladen.',
  'Wait, or choose another model.': 'Warten, oder ein anderes Modell wählen.',
  'What is shown ends before it.': 'Was zu sehen ist, endet davor.',
  'Export the workflow and run it again.': 'Den Ablauf ausgeben und noch einmal ausführen.',
  'What was set for that case is done.': 'Was für diesen Fall gesetzt war, wird getan.',
  'What was stored before is as it was.': 'Was zuvor gespeichert war, ist, wie es war.',
  'Take the last change back, or export the workflow before you leave.':
    'Die letzte Änderung zurücknehmen, oder den Ablauf vor dem Verlassen ausgeben.',
  'Where it parts cells, set Delimiter to ‹delimiter›: short lines are filled up, and longer ones set aside.':
    'Wo es Zellen trennt, das Trennzeichen auf ‹delimiter*› setzen: Kurze Zeilen werden aufgefüllt, längere beiseitegelegt.',
  'Where that is meant, allow the host by its name: add "‹host›" to the allowed hosts.':
    'Wo das gemeint ist, den Rechner unter seinem Namen erlauben: „‹host›“ zu den erlaubten Rechnern hinzufügen.',
  'Where they are ids, write them as text into the workbook, and load it again.':
    'Wo es Kennungen sind, sie als Text in die Arbeitsmappe schreiben, und noch einmal laden.',
  'Who runs this place can allow it: add "‹host›" to the allowed hosts.':
    'Wer dies betreibt, kann es erlauben: „‹host›“ zu den erlaubten Rechnern hinzufügen.',
  'Work on fewer rows or columns, or run it where there is more memory and disk.':
    'Mit weniger Zeilen oder Spalten arbeiten, oder dort ausführen, wo mehr Speicher und Platz ist.',
  'Write a JSON Schema: {"type": "object"}.': 'Ein JSON-Schema schreiben: {"type": "object"}.',
  'Write a JSONata expression over the columns, such as `price > 0 or amount = 0`.':
    'Einen JSONata-Ausdruck über die Spalten schreiben, etwa `price > 0 or amount = 0`.',
  'Write a SELECT statement over the inputs, such as SELECT * FROM input.':
    'Eine SELECT-Anweisung über die Eingänge schreiben, etwa SELECT * FROM input.',
  'Write a SELECT, such as SELECT * FROM input.': 'Ein SELECT schreiben, etwa SELECT * FROM input.',
  'Write a relative path such as reports/2026.csv.': 'Einen relativen Pfad schreiben, etwa reports/2026.csv.',
  'Write a schema, facts, or what every row must be.':
    'Ein Schema, Tatsachen, oder was jede Zeile sein muss, schreiben.',
  'Write a single SELECT statement in the SQL of DuckDB.':
    'Eine einzelne SELECT-Anweisung im SQL von DuckDB schreiben.',
  'Write a value of JSON: {"name": "Ada"}, or null.': 'Einen JSON-Wert schreiben: {"name": "Ada"}, oder null.',
  'Write five parts, such as 0 6 * * * (every day at six).':
    'Fünf Teile schreiben, etwa 0 6 * * * (jeden Tag um sechs).',
  'Write hosts with commas: ‹examples›, or * for every public one.':
    'Rechner mit Kommas schreiben: ‹examples›, oder * für jeden öffentlichen.',
  'Write it as 2024-01-31, 2024-01-31T12:00:00 or 12:00.':
    'Es als 2024-01-31, 2024-01-31T12:00:00 oder 12:00 schreiben.',
  'Write it as 2026-12-31T18:00:00Z.': 'Es als 2026-12-31T18:00:00Z schreiben.',
  'Write it as CSV or JSON.': 'Als CSV oder JSON schreiben.',
  'Write it as CSV or Parquet, or fewer rows of it.': 'Als CSV oder Parquet schreiben, oder weniger Zeilen davon.',
  'Write it as CSV or Parquet.': 'Als CSV oder Parquet schreiben.',
  'Write it as Feather of version 2, Parquet or CSV, and load that file.':
    'Sie als Feather der Version 2, Parquet oder CSV schreiben, und diese Datei laden.',
  'Write it as JSON: ‹example›.': 'Es als JSON schreiben: ‹example›.',
  'Write it as JSONata over the columns, such as price * amount; for more, use a Code or an SQL node.':
    'Als JSONata über die Spalten schreiben, etwa price * amount; für mehr einen Code- oder SQL-Knoten nehmen.',
  'Write it as JSONata, such as input.value > 3.': 'Als JSONata schreiben, etwa input.value > 3.',
  'Write it as a condition over the columns, if it matters.':
    'Als Bedingung über die Spalten schreiben, wenn es darauf ankommt.',
  'Write it as api.example.com, *.example.com, localhost:8080 or example.com/v1/.':
    'Als api.example.com, *.example.com, localhost:8080 oder example.com/v1/ schreiben.',
  'Write it as api.example.com, *.example.com or localhost:8080.':
    'Als api.example.com, *.example.com oder localhost:8080 schreiben.',
  'Write it in RE2 syntax (no lookaround, no backreferences).':
    'Es in der Schreibweise von RE2 schreiben (ohne Umschau und Rückverweise).',
  'Write it so: ada@example.com.': 'So schreiben: ada@example.com.',
  'Write it with a Write file node, or take the result by aw run --out.':
    'Mit einem Knoten „Datei schreiben“ schreiben, oder das Ergebnis mit aw run --out nehmen.',
  'Write it without encryption where it comes from.': 'Sie dort, wo sie herkommt, unverschlüsselt schreiben.',
  'Write one SELECT statement; the columns and their figures stand in the table’s profile.':
    'Eine SELECT-Anweisung schreiben; die Spalten und ihre Zahlen stehen im Profil der Tabelle.',
  'Write the address of its service, mostly ending in /v1.':
    'Die Adresse seines Dienstes schreiben; sie endet meist mit /v1.',
  'Write the column as whole numbers where the file comes from.':
    'Die Spalte dort, wo die Datei herkommt, als ganze Zahlen schreiben.',
  'Write the format out, such as ‹example›.': 'Das Format ausschreiben, etwa ‹example›.',
  'Write the pattern in RE2 syntax (no lookaround, no backreferences).':
    'Das Muster in der Schreibweise von RE2 schreiben (ohne Umschau und Rückverweise).',
  'Write ‹name›(text, …) instead.': 'Stattdessen ‹name›(text, …) schreiben.',
  'A workflow is JSON with "name", "nodes" and "edges", or "connections" or "steps" in their place.':
    'Ein Ablauf ist JSON mit "name", "nodes" und "edges", oder an deren Stelle "connections" oder "steps".',
  'A step has "type" and "config", or "id" and "agent".': 'Ein Schritt hat "type" und "config", oder "id" und "agent".',
  'A schema is JSON such as ‹example›.': 'Ein Schema ist JSON wie ‹example›.',
  'A validator is a schema such as ‹examples› of these.': 'Eine Prüfung ist ein Schema wie ‹examples› von diesen.',
  'A format reads texts as DATE, TIME or TIMESTAMP only.': 'Ein Format liest Texte nur als DATE, TIME oder TIMESTAMP.',
  'A page may fetch its table when it is shown: copy the table from the page, or save it as CSV there, and load that.':
    'Eine Seite kann ihre Tabelle erst beim Zeigen holen: die Tabelle aus der Seite kopieren, oder dort als CSV speichern, und das laden.',
}
