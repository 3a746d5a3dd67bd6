import type { Sentences } from '../sentences.ts'

/** What to do next, in German: the hints of problems from O to Z. */
export const germanHintsFromO: Sentences = {
  'Open the versions to choose which holds.': 'Die Versionen öffnen, um zu wählen, was gilt.',
  'Order by columns that tell every row apart, within the function’s brackets or its OVER.':
    'Nach Spalten ordnen, die jede Zeile unterscheiden, in den Klammern der Funktion oder in ihrem OVER.',
  'Publish the workflow on a server to have it fired by itself.':
    'Den Ablauf auf einem Server veröffentlichen, damit er von selbst beginnt.',
  'Put a Sample node before this one: it has a seed.':
    'Einen Knoten „Stichprobe“ davor setzen: Er hat einen Startwert.',
  'Put a node between them that converts, or connect another port.':
    'Einen Knoten dazwischen setzen, der umwandelt, oder einen anderen Anschluss verbinden.',
  'Raise the timeout in the workflow settings, or give the node less to do.':
    'Die Zeitgrenze in den Einstellungen des Ablaufs erhöhen, oder dem Knoten weniger zu tun geben.',
  'Reload the page and try again.': 'Die Seite neu laden und es noch einmal versuchen.',
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
  'Run to ‹node› for what it gives now.': 'Bis ‹node› ausführen für das, was er jetzt gibt.',
  'Run to ‹node› instead.': 'Stattdessen bis ‹node› ausführen.',
  'Select the node and correct the setting.': 'Den Knoten auswählen und die Einstellung berichtigen.',
  'Send a file, or less at a time.': 'Eine Datei senden, oder weniger auf einmal.',
  'Send a link to it instead.': 'Stattdessen einen Verweis darauf senden.',
  'Send the event, or let it wait longer.': 'Das Ereignis senden, oder länger warten lassen.',
  'Set it where the workflow runs: in the page, on the server, or on the command line as AW_SECRET_NAME.':
    'Es dort setzen, wo der Ablauf läuft: in der Seite, auf dem Server, oder auf der Kommandozeile als AW_SECRET_NAME.',
  'Set the node up again.': 'Den Knoten neu einrichten.',
  'Start the workflow anew.': 'Den Ablauf neu starten.',
  'Statements work out values of their inputs. Files, addresses, settings and the catalogue have nodes of their own.':
    'Anweisungen berechnen Werte aus ihren Eingängen. Für Dateien, Adressen, Einstellungen und das Verzeichnis gibt es eigene Knoten.',
  'Take all columns, or bring them together by position.':
    'Alle Spalten nehmen, oder sie nach ihrer Stelle zusammenbringen.',
  'Take it apart into several statements, or give what is many as rows of a table.':
    'In mehrere Anweisungen teilen, oder was viel ist, als Zeilen einer Tabelle geben.',
  'Take it apart into several statements, or into WITH parts.': 'In mehrere Anweisungen teilen, oder in WITH-Teile.',
  'Take it apart with WITH, or use unnest and GROUP BY; a Code node may go over lists in lists.':
    'Mit WITH teilen, oder unnest und GROUP BY nehmen; ein Code-Knoten darf über Listen in Listen gehen.',
  'Take it as done with what it came to, as JSON; or have it done again, or refuse it, without a value.':
    'Es mit seinem Ergebnis als JSON als getan nehmen; oder es ohne Wert noch einmal tun lassen oder ablehnen.',
  'Take it out of one of both.': 'Sie aus einem von beiden herausnehmen.',
  'Take the answer as JSON or as a table.': 'Die Antwort als JSON oder als Tabelle nehmen.',
  'Take the answer as JSON or text.': 'Die Antwort als JSON oder Text nehmen.',
  'Take the answer as a file or as a table, or ask for less at a time.':
    'Die Antwort als Datei oder als Tabelle nehmen, oder weniger auf einmal erfragen.',
  'Take the answer as text, or as a file.': 'Die Antwort als Text oder als Datei nehmen.',
  'Take the answer as text, or as a table if it is a file.':
    'Die Antwort als Text nehmen, oder als Tabelle, wenn sie eine Datei ist.',
  'Take the pin away, run the node, and pin it again.':
    'Das Festhalten aufheben, den Knoten ausführen, und ihn neu festhalten.',
  'The body begins at the output ‹port›; what an inner loop makes comes out of the loop itself.':
    'Der Rumpf beginnt am Ausgang ‹port›; was eine innere Schleife macht, kommt aus der Schleife selbst.',
  'The events before it can be read and gone on from.':
    'Die Ereignisse davor lassen sich lesen, und von ihnen aus lässt sich fortfahren.',
  'The workflow has changed meanwhile; try again.': 'Der Ablauf hat sich inzwischen geändert; noch einmal versuchen.',
  'The workflow is as it was.': 'Der Ablauf ist, wie er war.',
  'Change the value and try again.': 'Den Wert ändern und noch einmal versuchen.',
  'These nodes do: ‹names›.': 'Diese Knoten tun es: ‹names›.',
  'This is a fault of the node type, not of the workflow.': 'Das ist ein Fehler des Knotentyps, nicht des Ablaufs.',
  'This is a fault of the node, not of your data.': 'Das ist ein Fehler des Knotens, nicht der Daten.',
  'Run again; if it stays, report it with the run log.':
    'Noch einmal ausführen; bleibt es, mit dem Protokoll des Laufs melden.',
  'Try again later, or allow more time.': 'Es später noch einmal versuchen, oder mehr Zeit erlauben.',
  'Try again later.': 'Es später noch einmal versuchen.',
  'Update the program.': 'Das Programm aktualisieren.',
  "Update the program; the record's ‹lines› lines stay as they are.":
    'Das Programm aktualisieren; die ‹lines#› Zeilen der Aufzeichnung bleiben, wie sie sind.',
  'Use a loop around one sub-workflow in place of many.': 'Eine Schleife um einen Unterablauf statt vieler nehmen.',
  'Use a loop in place of calls within calls.': 'Eine Schleife statt verschachtelter Aufrufe nehmen.',
  'Use letters, digits, "_", "-" and ".", and begin with a letter or digit.':
    'Buchstaben, Ziffern, „_“, „-“ und „.“ nehmen, und mit einem Buchstaben oder einer Ziffer beginnen.',
  'What is shown ends before it.': 'Was zu sehen ist, endet davor.',
  'Export the workflow and run it again.': 'Den Ablauf ausgeben und noch einmal ausführen.',
  'What was set for that case is done.': 'Was für diesen Fall gesetzt war, wird getan.',
  'What was stored before is as it was.': 'Was zuvor gespeichert war, ist, wie es war.',
  'Take the last change back, or export the workflow before you leave.':
    'Die letzte Änderung zurücknehmen, oder den Ablauf vor dem Verlassen ausgeben.',
  'Where that is meant, allow the host by its name: add "‹host›" to the allowed hosts.':
    'Wo das gemeint ist, den Rechner unter seinem Namen erlauben: „‹host›“ zu den erlaubten Rechnern hinzufügen.',
  'Who runs this place can allow it: add "‹host›" to the allowed hosts.':
    'Wer dies betreibt, kann es erlauben: „‹host›“ zu den erlaubten Rechnern hinzufügen.',
  'Write a JSON Schema: {"type": "object"}.': 'Ein JSON-Schema schreiben: {"type": "object"}.',
  'Write a SELECT statement over the inputs, such as SELECT * FROM input.':
    'Eine SELECT-Anweisung über die Eingänge schreiben, etwa SELECT * FROM input.',
  'Write a value of JSON: {"name": "Ada"}, or null.': 'Einen JSON-Wert schreiben: {"name": "Ada"}, oder null.',
  'Write five parts, such as 0 6 * * * (every day at six).':
    'Fünf Teile schreiben, etwa 0 6 * * * (jeden Tag um sechs).',
  'Write hosts with commas: ‹examples›, or * for every public one.':
    'Rechner mit Kommas schreiben: ‹examples›, oder * für jeden öffentlichen.',
  'Write it as 2026-12-31T18:00:00Z.': 'Es als 2026-12-31T18:00:00Z schreiben.',
  'Write it as JSONata over the columns, such as price * amount; for more, use a Code or an SQL node.':
    'Als JSONata über die Spalten schreiben, etwa price * amount; für mehr einen Code- oder SQL-Knoten nehmen.',
  'Write it as JSONata, such as input.value > 3.': 'Als JSONata schreiben, etwa input.value > 3.',
  'Write it as api.example.com, *.example.com, localhost:8080 or example.com/v1/.':
    'Als api.example.com, *.example.com, localhost:8080 oder example.com/v1/ schreiben.',
  'Write it so: ada@example.com.': 'So schreiben: ada@example.com.',
  'Write it with a Write file node, or take the result by aw run --out.':
    'Mit einem Knoten „Datei schreiben“ schreiben, oder das Ergebnis mit aw run --out nehmen.',
  'Write one SELECT statement; the columns and their figures stand in the table’s profile.':
    'Eine SELECT-Anweisung schreiben; die Spalten und ihre Zahlen stehen im Profil der Tabelle.',
  'Write the address of its service, mostly ending in /v1.':
    'Die Adresse seines Dienstes schreiben; sie endet meist mit /v1.',
  'Write the format out, such as ‹example›.': 'Das Format ausschreiben, etwa ‹example›.',
  'Write ‹name›(text, …) instead.': 'Stattdessen ‹name›(text, …) schreiben.',
  'A workflow is JSON with "name", "nodes" and "edges", or "connections" or "steps" in their place.':
    'Ein Ablauf ist JSON mit "name", "nodes" und "edges", oder an deren Stelle "connections" oder "steps".',
  'A step has "type" and "config", or "id" and "agent".': 'Ein Schritt hat "type" und "config", oder "id" und "agent".',
  'A format reads texts as DATE, TIME or TIMESTAMP only.': 'Ein Format liest Texte nur als DATE, TIME oder TIMESTAMP.',
}
