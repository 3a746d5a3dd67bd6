import type { Sentences } from '../sentences.ts'

/** What to do next, in German: the hints of problems from A to N. */
export const germanHintsToN: Sentences = {
  'Add a "Manual start", or give it no data.': 'Einen „Start von Hand“ hinzufügen, oder keine Daten geben.',
  'Add a Load node.': 'Einen Laden-Knoten hinzufügen.',
  'Add a column that names the currency to the workbook, or calculate with care.':
    'Der Arbeitsmappe eine Spalte mit der Währung geben, oder mit Vorsicht rechnen.',
  'Add the file to the page first.': 'Die Datei zuerst der Seite hinzufügen.',
  'Add the missing points to the source to keep them.':
    'Die fehlenden Punkte in der Quelle ergänzen, um sie zu behalten.',
  'Add them to the operation that merges spellings.': 'Sie dem Schritt hinzufügen, der Schreibweisen zusammenführt.',
  'Add the same file again.': 'Dieselbe Datei noch einmal hinzufügen.',
  'Allow it more time, or give it less to do.': 'Mehr Zeit erlauben, oder weniger zu tun geben.',
  'Allow more pages, or ask for larger ones.': 'Mehr Seiten erlauben, oder nach größeren fragen.',
  'Allow more rows, or let the statement choose.': 'Mehr Zeilen erlauben, oder die Anweisung auswählen lassen.',
  'Apply the plan to the table that it was made for, with cells of the same types.':
    'Den Plan auf die Tabelle anwenden, für die er gemacht wurde, mit Zellen derselben Typen.',
  'Approve it, or reject it.': 'Genehmigen oder ablehnen.',
  'Ask another address.': 'Eine andere Adresse fragen.',
  'Ask for an address that answers by https.': 'Nach einer Adresse fragen, die über https antwortet.',
  'Ask for less at a time, or allow more in the node.': 'Weniger auf einmal erfragen, oder im Knoten mehr erlauben.',
  'Ask that host by a node of its own.': 'Diesen Rechner mit einem eigenen Knoten fragen.',
  'Ask the address that it ends at.': 'Die Adresse fragen, bei der es endet.',
  'Both hold the same bytes, so they are one dataset.': 'Beide enthalten dieselben Bytes, also sind sie eine Datei.',
  'Cast to a wider type first.': 'Zuerst in einen weiteren Typ umwandeln.',
  'Change or remove this operation.': 'Diesen Schritt ändern oder entfernen.',
  'Check address and port, and whether the service is up.': 'Adresse und Port prüfen, und ob der Dienst läuft.',
  'Check how the host is written, and whether this computer is online.':
    'Prüfen, wie der Rechner geschrieben ist, und ob dieser Rechner online ist.',
  'Check parts of the table to look at all of its rows.': 'Teile der Tabelle prüfen, um alle Zeilen anzusehen.',
  'Check that the address serves duckdb-eh.wasm, then reload the page.':
    'Prüfen, ob die Adresse duckdb-eh.wasm ausliefert, dann die Seite neu laden.',
  'Check that the address serves the wasm file, then load it again.':
    'Prüfen, ob die Adresse die wasm-Datei ausliefert, dann noch einmal laden.',
  'Check that the file is whole, or read it as another format.':
    'Prüfen, ob die Datei vollständig ist, oder sie als ein anderes Format lesen.',
  'Check that the files beside the worker are served, then load it again.':
    'Prüfen, ob die Dateien neben dem Worker ausgeliefert werden, dann noch einmal laden.',
  'Check that the page is reachable, then reload it.': 'Prüfen, ob die Seite erreichbar ist, dann neu laden.',
  'Check the names and types of the columns that the statement uses.':
    'Namen und Typen der Spalten prüfen, die die Anweisung benutzt.',
  'Check the values that the functions are given.': 'Die Werte prüfen, die den Funktionen gegeben werden.',
  'Choose a column of each.': 'Von jeder eine Spalte wählen.',
  'Choose a column of numbers, or make it one with a Rename and cast node before.':
    'Eine Spalte aus Zahlen wählen, oder sie zuvor mit einem Knoten „Umbenennen und umwandeln“ dazu machen.',
  'Choose a column of numbers.': 'Eine Spalte aus Zahlen wählen.',
  'Choose a column.': 'Eine Spalte wählen.',
  'Choose a dataset in the node, or give the run a file.':
    'Im Knoten eine Datei wählen, oder dem Lauf eine Datei geben.',
  'Choose a file with a ‹kind› in it.': 'Eine Datei wählen, in der etwas dieser Art ist: ‹kind*›.',
  'Choose a table: CSV, JSON, Excel, Parquet, Arrow, SQLite, XML or HTML, alone or in gzip or zip.':
    'Eine Tabelle wählen: CSV, JSON, Excel, Parquet, Arrow, SQLite, XML oder HTML, allein oder in gzip oder zip.',
  'Choose a workflow file. ‹rest›': 'Die Datei eines Ablaufs wählen. ‹rest*›',
  'Choose another column, or another kind of chart.': 'Eine andere Spalte wählen, oder eine andere Art von Diagramm.',
  'Choose another column, or name the values that matter.':
    'Eine andere Spalte wählen, oder die Werte nennen, auf die es ankommt.',
  'Choose another column.': 'Eine andere Spalte wählen.',
  'Choose another file in the node, or add the same file again.':
    'Im Knoten eine andere Datei wählen, oder dieselbe noch einmal hinzufügen.',
  'Choose another file, or add the same file again.': 'Eine andere Datei wählen, oder dieselbe noch einmal hinzufügen.',
  'Choose another name, or let the node overwrite.':
    'Einen anderen Namen wählen, oder den Knoten überschreiben lassen.',
  'Choose another name, or let the node overwrite: the new one is kept beside it.':
    'Einen anderen Namen wählen, oder den Knoten überschreiben lassen: Die neue wird daneben behalten.',
  'Choose another type or format, or keep what does not convert.':
    'Einen anderen Typ oder ein anderes Format wählen, oder behalten, was sich nicht umwandeln lässt.',
  'Choose another type or format, or let them be empty or kept.':
    'Einen anderen Typ oder ein anderes Format wählen, oder sie leeren oder behalten lassen.',
  'Choose another type, or make it VARCHAR first.': 'Einen anderen Typ wählen, oder sie zuerst zu VARCHAR machen.',
  'Choose another workflow, or bring it here.': 'Einen anderen Ablauf wählen, oder ihn hierher bringen.',
  'Choose another workflow, or use a loop.': 'Einen anderen Ablauf wählen, oder eine Schleife nehmen.',
  'Choose one from 1 to ‹count›.': 'Eine von 1 bis ‹count#› wählen.',
  'Choose one of both.': 'Eines von beiden wählen.',
  'Choose one of those that are in it.': 'Eines von denen wählen, die darin sind.',
  'Choose one, or count rows.': 'Eine wählen, oder Zeilen zählen.',
  'Choose other columns.': 'Andere Spalten wählen.',
  'Choose the archive that holds the data.': 'Das Archiv wählen, in dem die Daten sind.',
  'Choose the file again. Of a folder, choose the files in it.':
    'Die Datei noch einmal wählen. Von einem Ordner die Dateien darin wählen.',
  'Choose the file that holds the data, or save it again from where it comes.':
    'Die Datei wählen, in der die Daten sind, oder sie dort noch einmal speichern, wo sie herkommt.',
  'Choose the file that holds the data.': 'Die Datei wählen, in der die Daten sind.',
  'Close the other tabs of this page, then reload.': 'Die anderen Tabs dieser Seite schließen, dann neu laden.',
  'Collect the results of ‹one› first, and use them in the body of ‹other›.':
    'Zuerst die Ergebnisse von ‹one› sammeln, und sie im Rumpf von ‹other› benutzen.',
  'Connect a node that gives a ‹type›.': 'Einen Knoten verbinden, der das gibt: ‹type*›.',
  'Connect a table or a list.': 'Eine Tabelle oder eine Liste verbinden.',
  'Connect a table with a row a link, one with a row a point, or both.':
    'Eine Tabelle mit einer Zeile je Verbindung, eine mit einer Zeile je Punkt, oder beide verbinden.',
  'Connect a table, or go over the whole value.': 'Eine Tabelle verbinden, oder über den ganzen Wert gehen.',
  'Connect it, or give it by this name (given: ‹names›).':
    'Sie verbinden, oder unter diesem Namen geben (gegeben: ‹names*›).',
  'Connect the output of a node that gives a table.': 'Den Ausgang eines Knotens verbinden, der eine Tabelle gibt.',
  'Connect the table to an input, and read it by the input’s name.':
    'Die Tabelle mit einem Eingang verbinden, und sie unter dessen Namen lesen.',
  'Connect them anew where the nodes are still wanted.': 'Neu verbinden, wo die Knoten noch gebraucht werden.',
  'Copy the table out of it into a workbook or a CSV file, and load that.':
    'Die Tabelle daraus in eine Arbeitsmappe oder CSV-Datei kopieren, und diese laden.',
  'Copy the table out of it into a CSV file and load that.':
    'Die Tabelle daraus in eine CSV-Datei kopieren, und diese laden.',
  'Correct the cell in the source and load it again, or work with the column as text.':
    'Die Zelle in der Quelle berichtigen und noch einmal laden, oder mit der Spalte als Text arbeiten.',
  'Correct the cells in the source and load it again, or work with the column as text.':
    'Die Zellen in der Quelle berichtigen und noch einmal laden, oder mit der Spalte als Text arbeiten.',
  'Correct the code, or what it is given; console.log shows values on the way.':
    'Den Code berichtigen, oder was ihm gegeben wird; console.log zeigt Werte unterwegs.',
  'Correct the code; it is the body of a JavaScript function.':
    'Den Code berichtigen; er ist der Rumpf einer JavaScript-Funktion.',
  'Correct the condition, or allow more turns.': 'Die Bedingung berichtigen, oder mehr Durchgänge erlauben.',
  'Correct the edits, and approve again.': 'Die Änderungen berichtigen, und noch einmal genehmigen.',
  'Correct the expression, or what it reads.': 'Den Ausdruck berichtigen, oder was er liest.',
  'Correct the file at that place, or export it again from where it comes.':
    'Die Datei an dieser Stelle berichtigen, oder sie dort noch einmal ausgeben, wo sie herkommt.',
  'Correct the name in the schema, or make the column before.':
    'Den Namen im Schema berichtigen, oder die Spalte zuvor erzeugen.',
  'Correct them in the database, or give the column a type in the load plan.':
    'Sie in der Datenbank berichtigen, oder der Spalte im Ladeplan einen Typ geben.',
  'Correct them in the source and load it again to have them in.':
    'Sie in der Quelle berichtigen und noch einmal laden, um sie dabei zu haben.',
  'Correct what stands between {{ and }}, or write \\{{ for the signs themselves.':
    'Berichtigen, was zwischen {{ und }} steht, oder \\{{ für die Zeichen selbst schreiben.',
  'Correct the formulas in the workbook and export it again.':
    'Die Formeln in der Arbeitsmappe berichtigen und sie noch einmal ausgeben.',
  'Delete datasets that you no longer need, or free space on the disk.':
    'Nicht mehr benötigte Dateien löschen, oder auf dem Gerät Platz schaffen.',
  'Derive it, or join a table that has it.': 'Sie berechnen, oder eine Tabelle verbinden, die sie hat.',
  'Did you mean `‹name›`?': 'Ist `‹name›` gemeint?',
  'Drop it, unless it is known before what is to be foretold.':
    'Sie weglassen, außer sie ist bekannt, bevor vorhergesagt wird.',
  'End the path with .csv.': 'Den Pfad mit .csv enden lassen.',
  'Events are missing, double, or of another run. Go on from a whole copy of the record, or run anew.':
    'Ereignisse fehlen, stehen doppelt da, oder sind von einem anderen Lauf. Von einer vollständigen Aufzeichnung aus fortfahren, oder neu ausführen.',
  'Exchange them, if that is what is meant.': 'Sie vertauschen, wenn es so gemeint ist.',
  'Export the records as CSV or JSON, or as XML in which each record has the same elements.':
    'Die Datensätze als CSV oder JSON ausgeben, oder als XML, in dem jeder Datensatz dieselben Elemente hat.',
  'Export the table as CSV or Parquet, and load that file.':
    'Die Tabelle als CSV oder Parquet ausgeben, und diese Datei laden.',
  'Export the table as CSV and load that file.': 'Die Tabelle als CSV ausgeben, und diese Datei laden.',
  'Export what you need, then reload the page.': 'Ausgeben, was gebraucht wird, dann die Seite neu laden.',
  'Fill it in.': 'Ausfüllen.',
  'Fill it with previous, next, mode or a constant.':
    'Sie mit dem vorigen, dem nächsten, dem häufigsten oder einem festen Wert füllen.',
  'Fill the key columns before, if they should match.':
    'Die Schlüsselspalten zuvor füllen, wenn sie zueinander passen sollen.',
  'Fill these cells in the source to keep the rows.': 'Diese Zellen in der Quelle füllen, um die Zeilen zu behalten.',
  'Filter or aggregate earlier, or allow the run more memory.':
    'Früher filtern oder zusammenfassen, oder dem Lauf mehr Speicher erlauben.',
  'Find it in the list of workflows.': 'Sie steht in der Liste der Abläufe.',
  'Fork behind the event at which it completed.': 'Hinter dem Ereignis abzweigen, mit dem er fertig wurde.',
  'Fork the fork for the next one.': 'Für den nächsten von der Abzweigung abzweigen.',
  'Format the column as text before the file is opened there, and export it again from where it comes.':
    'Die Spalte als Text formatieren, bevor die Datei dort geöffnet wird, und sie dort noch einmal ausgeben, wo sie herkommt.',
  'Free room on the disk of the folder for temporary files, and load it again.':
    'Im Ordner für vorläufige Dateien Platz schaffen, und noch einmal laden.',
  'Give a name, or an object with a name and rules': 'Einen Namen angeben, oder ein Objekt mit Namen und Regeln',
  'Give a value of its type, or choose other columns.': 'Einen Wert ihres Typs angeben, oder andere Spalten wählen.',
  'Give an address that begins with https:// or http://.':
    'Eine Adresse angeben, die mit https:// oder http:// beginnt.',
  'Give each column a name of its own, different in more than upper and lower case.':
    'Jeder Spalte einen eigenen Namen geben, verschieden in mehr als Groß- und Kleinschreibung.',
  'Give it another name, such as `row_id`.': 'Einen anderen Namen geben, etwa `row_id`.',
  'Give it another name.': 'Einen anderen Namen geben.',
  'Give it fewer rows, join on columns that are equal, or raise its time limit.':
    'Weniger Zeilen geben, über gleiche Spalten verbinden, oder die Zeitgrenze erhöhen.',
  'Give it one.': 'Ihr einen geben.',
  'Give its value, and the hosts that it may go to.': 'Den Wert angeben, und die Rechner, zu denen es gehen darf.',
  'Give long lists as a table on an input of their own.': 'Lange Listen als Tabelle an einem eigenen Eingang geben.',
  'Give null, booleans, finite numbers, texts, lists and plain objects.':
    'null, wahr oder falsch, endliche Zahlen, Texte, Listen und einfache Objekte geben.',
  'Give null, booleans, finite numbers, texts, lists and plain objects; dates and large numbers as texts.':
    'null, wahr oder falsch, endliche Zahlen, Texte, Listen und einfache Objekte geben; Daten und große Zahlen als Texte.',
  'Give one of them another id.': 'Einem von ihnen eine andere Kennung geben.',
  'Give one of them another name; upper and lower case count as one.':
    'Einer von ihnen einen anderen Namen geben; Groß- und Kleinschreibung zählen gleich.',
  'Give a text, a number, true, false or null; lists come as a table.':
    'Einen Text, eine Zahl, true, false oder null geben; Listen kommen als Tabelle.',
  'Give such values, or declare the column as VARCHAR.': 'Solche Werte geben, oder die Spalte als VARCHAR erklären.',
  'Give the run the same file again.': 'Dem Lauf dieselbe Datei noch einmal geben.',
  'Give the schema of one of them: the object under "schema".':
    'Das Schema von einer davon geben: das Objekt unter „schema“.',
  'Give the table of links beside the points.': 'Die Tabelle der Verbindungen neben den Punkten geben.',
  'Give the time as a parameter: {{$now()}}. For chance there is the Sample node, which has a seed.':
    'Die Zeit als Parameter geben: {{$now()}}. Für Zufall gibt es den Knoten „Stichprobe“, der einen Startwert hat.',
  'Go over batches, or use a node that takes the whole table.':
    'Über Stapel gehen, oder einen Knoten nehmen, der die ganze Tabelle nimmt.',
  'Go over each row.': 'Über jede Zeile gehen.',
  'Have it signed by whom this computer trusts (NODE_EXTRA_CA_CERTS), for this name; on an own network sslmode=disable sends in the clear.':
    'Es für diesen Namen von jemandem unterschreiben lassen, dem dieser Rechner vertraut (NODE_EXTRA_CA_CERTS); im eigenen Netz sendet sslmode=disable im Klartext.',
  'If cells stand in the wrong columns, correct these lines in the source.':
    'Stehen Zellen in falschen Spalten, diese Zeilen in der Quelle berichtigen.',
  'If it holds what you expect, save it as CSV, and load that.':
    'Enthält sie das Erwartete, sie als CSV speichern, und diese laden.',
  'If it holds what you expect, unpack it yourself and load the file that is inside.':
    'Enthält es das Erwartete, es selbst entpacken und die Datei darin laden.',
  'If that is wrong, set Header to "no" and run again.':
    'Ist das falsch, „Kopf“ auf „nein“ setzen und noch einmal ausführen.',
  'If that is wrong, set Header to "yes" and run again.':
    'Ist das falsch, „Kopf“ auf „ja“ setzen und noch einmal ausführen.',
  'If that reads wrong, set Encoding, for example to utf-8.':
    'Liest sich das falsch, den Zeichensatz setzen, etwa auf utf-8.',
  'If that reads wrong, set Encoding.': 'Liest sich das falsch, den Zeichensatz setzen.',
  'If the records are somewhere inside, name the place in the setting Records.':
    'Sind die Datensätze irgendwo darin, die Stelle in der Einstellung „Datensätze“ nennen.',
  'Install the versions that the run began with, or end the run and start the workflow anew.':
    'Die Versionen installieren, mit denen der Lauf begann, oder ihn beenden und den Ablauf neu starten.',
  'Install version ‹version› and go on; or migrate the run to version ‹other› and go on; or end it.':
    'Version ‹version› installieren und fortfahren; oder den Lauf auf Version ‹other› bringen und fortfahren; oder ihn beenden.',
  'Install version ‹version› of it and go on, or end the run.':
    'Version ‹version› davon installieren und fortfahren, oder den Lauf beenden.',
  'Install version ‹version›, start a new run, or end this one.':
    'Version ‹version› installieren, einen neuen Lauf starten, oder diesen beenden.',
  'It can read ‹names›.': 'Er kann lesen: ‹names›.',
  'It is bound to: ‹hosts›. Bind it to this host too, if that is meant.':
    'Es ist gebunden an: ‹hosts›. Auch an diesen Rechner binden, wenn das gemeint ist.',
  'It is bound to no host: bind it to this one, if that is meant.':
    'Es ist an keinen Rechner gebunden: an diesen binden, wenn das gemeint ist.',
  'It is kept as it is. The list of workflows shows it as unreadable and saves it as a file.':
    'Er bleibt, wie er ist. Die Liste der Abläufe zeigt ihn als unlesbar und speichert ihn als Datei.',
  'It is kept until this tab is closed. Change something to try again.':
    'Es bleibt, bis dieser Tab geschlossen wird. Etwas ändern, um es noch einmal zu versuchen.',
  'It is kept until this tab is closed. Export what you need, then reload the page.':
    'Es bleibt, bis dieser Tab geschlossen wird. Ausgeben, was gebraucht wird, dann die Seite neu laden.',
  'It is left out of the lists and kept as it is. Export it with a newer version of this page if there is one.':
    'Es fehlt in den Listen und bleibt, wie es ist. Mit einer neueren Fassung dieser Seite ausgeben, wenn es eine gibt.',
  'It was changed, moved or removed since it was chosen: choose it again.':
    'Sie wurde seit der Auswahl geändert, verschoben oder entfernt: noch einmal wählen.',
  'It was cut off or changed on its way: fetch it again from where it comes.':
    'Sie wurde unterwegs abgeschnitten oder geändert: noch einmal dort holen, wo sie herkommt.',
  'Join by keys, or filter both tables before.': 'Über Schlüssel verbinden, oder beide Tabellen zuvor filtern.',
  'Join the ‹side› to a port that is there.': 'Mit einem Anschluss verbinden, den es gibt.',
  'Keep at least one.': 'Mindestens eine behalten.',
  'Keep its value as a secret, and name the secret under "Sign in".':
    'Den Wert als Geheimnis behalten, und das Geheimnis unter „Anmelden durch“ nennen.',
  'Keep them as a secret, and name the secret in the node.':
    'Beides als Geheimnis behalten, und das Geheimnis im Knoten nennen.',
  'Lead it back to the input ‹port›.': 'Ihn zum Eingang ‹port› zurückführen.',
  'Leave it out, or run the workflow on a server.': 'Ihn weglassen, oder den Ablauf auf einem Server ausführen.',
  'Leave the private window, or allow this site to store data.':
    'Das private Fenster verlassen oder dieser Seite erlauben, Daten zu speichern.',
  'Leave such columns out where nobody reads them.': 'Solche Spalten weglassen, wo niemand sie liest.',
  'Let every way through the body lead back to the input "result".':
    'Jeden Weg durch den Rumpf zum Eingang „result“ zurückführen.',
  'Let it do less, or raise its time limit.': 'Weniger tun lassen, oder die Zeitgrenze erhöhen.',
  'Let it keep less, or raise its memory limit.': 'Weniger behalten lassen, oder die Speichergrenze erhöhen.',
  'Let the load plan be made anew for this file.': 'Den Ladeplan für diese Datei neu machen lassen.',
  'Let the load plan be made anew.': 'Den Ladeplan neu machen lassen.',
  'Let the node write, if that is meant.': 'Den Knoten schreiben lassen, wenn das gemeint ist.',
  'Look at a date that you know. Where it is wrong, write the dates as 2024-12-31 in the source.':
    'Ein bekanntes Datum ansehen. Ist es falsch, die Daten in der Quelle als 2024-12-31 schreiben.',
  'Look at a number that you know. Where it is wrong, write the numbers without thousands marks in the source.':
    'Eine bekannte Zahl ansehen. Ist sie falsch, die Zahlen in der Quelle ohne Tausenderzeichen schreiben.',
  'Look at address, method, query and body.': 'Adresse, Methode, Parameter und Inhalt ansehen.',
  'Look at both, and remove the one that is not wanted.': 'Beide ansehen, und das nicht gewünschte entfernen.',
  'Look at it again, and decide on that.': 'Noch einmal ansehen, und darüber entscheiden.',
  'Look at method, address and headers.': 'Methode, Adresse und Kopfzeilen ansehen.',
  'Look at name and password in the secret.': 'Name und Passwort im Geheimnis ansehen.',
  'Look at sender and recipients.': 'Absender und Empfänger ansehen.',
  'Look at the address (it mostly ends in /v1) and at the name of the model.':
    'Die Adresse (sie endet meist mit /v1) und den Namen des Modells ansehen.',
  'Look at the attempts, and write a plan by hand.': 'Die Versuche ansehen, und einen Plan von Hand schreiben.',
  'Look at the load plan, and keep it again when the file is right as it is.':
    'Den Ladeplan ansehen, und ihn neu behalten, wenn die Datei richtig ist, wie sie ist.',
  'Look at the name of the model and at what the service offers.':
    'Den Namen des Modells ansehen, und was der Dienst anbietet.',
  'Look at the other side whether it was done; then run from here, or fork the run with its outcome.':
    'Auf der anderen Seite nachsehen, ob es getan wurde; dann von hier aus ausführen, oder den Lauf mit dem Ergebnis abzweigen.',
  'Look at the run as it stands now.': 'Den Lauf ansehen, wie er jetzt steht.',
  'Look at the secret and how it is sent.': 'Das Geheimnis ansehen, und wie es gesendet wird.',
  'Look at the secret, and at the hosts that it is bound to.':
    'Das Geheimnis ansehen, und die Rechner, an die es gebunden ist.',
  'Look at the statement and its parameters.': 'Die Anweisung und ihre Parameter ansehen.',
  'Look at the types of the columns, and give others to those that matter.':
    'Die Typen der Spalten ansehen, und denen, auf die es ankommt, andere geben.',
  'Look at what it did, and undo it by hand where that is needed.':
    'Ansehen, was er getan hat, und es von Hand rückgängig machen, wo das nötig ist.',
  'Look at what its {{…}} came to.': 'Ansehen, was sein {{…}} ergeben hat.',
  'Look at what the node before gives out, and load a file that holds rows.':
    'Ansehen, was der Knoten davor gibt, und eine Datei mit Zeilen laden.',
  'Look at what the node before gives out.': 'Ansehen, was der Knoten davor gibt.',
  'Look into the folder that the host has opened.': 'In den Ordner sehen, den der Betreiber geöffnet hat.',
  'Look on the other side whether it was done; name an idempotency header if the service knows one.':
    'Auf der anderen Seite nachsehen, ob es getan wurde; eine Kopfzeile für Wiederholungen nennen, wenn der Dienst eine kennt.',
  'Look whether the folder may be written, and whether the disk is full.':
    'Nachsehen, ob in den Ordner geschrieben werden darf, und ob die Platte voll ist.',
  'Look whether the module is there, on the own origin in a page, and imports only what is there too.':
    'Nachsehen, ob das Modul da ist, in einer Seite bei deren eigener Adresse, und nur lädt, was auch da ist.',
  'Make a new plan for this table, or correct the columns that the plan names.':
    'Für diese Tabelle einen neuen Plan machen, oder die Spalten berichtigen, die der Plan nennt.',
  'Make a new plan where the range has changed for good.':
    'Einen neuen Plan machen, wenn sich der Bereich auf Dauer geändert hat.',
  'Make a new plan, or add them to the operation that lists them.':
    'Einen neuen Plan machen, oder sie dem Schritt hinzufügen, der sie aufzählt.',
  'Make a table of it, and read the table in pages.': 'Eine Tabelle daraus machen, und sie in Seiten lesen.',
  'Make it with defineNode.': 'Mit defineNode erzeugen.',
  'Make smaller values, or rows of them: FROM range(…).': 'Kleinere Werte erzeugen, oder Zeilen daraus: FROM range(…).',
  'Make them with zod 4.': 'Mit zod 4 erzeugen.',
  'Merge them as a list.': 'Als Liste zusammenführen.',
  'Name a file in the folder.': 'Eine Datei im Ordner nennen.',
  'Name a line from ‹first› to ‹last›.': 'Eine Zeile von ‹first#› bis ‹last#› nennen.',
  'Name a step that the workflow has.': 'Einen Schritt nennen, den der Ablauf hat.',
  'Name it, or choose to sign in by nothing.': 'Es nennen, oder ohne Anmeldung wählen.',
  'Name one of these.': 'Eines von diesen nennen.',
  'Name one of these: ‹names›.': 'Eines von diesen nennen: ‹names›.',
  'Name one of ‹names›.': 'Eine von diesen nennen: ‹names›.',
  'Name the model.': 'Das Modell nennen.',
  'Name the secret that holds its address.': 'Das Geheimnis nennen, das ihre Adresse enthält.',
  'Name the values, or choose another column.': 'Die Werte nennen, oder eine andere Spalte wählen.',
  'Names are letters, digits and "-"; values are one line.':
    'Namen bestehen aus Buchstaben, Ziffern und „-“; Werte sind eine Zeile.',
  'Export a list of them as default.': 'Eine Liste davon als default ausgeben.',
}
