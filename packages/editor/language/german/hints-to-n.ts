import type { Sentences } from '../sentences.ts'

/** What to do next, in German: the hints of problems from A to N. */
export const germanHintsToN: Sentences = {
  'Add a "Manual start", or give it no data.': 'Einen „Start von Hand“ hinzufügen, oder keine Daten geben.',
  'Add a Load node.': 'Einen Laden-Knoten hinzufügen.',
  'Add the file to the page first.': 'Die Datei zuerst der Seite hinzufügen.',
  'Add the same file again.': 'Dieselbe Datei noch einmal hinzufügen.',
  'Allow it more time, or give it less to do.': 'Mehr Zeit erlauben, oder weniger zu tun geben.',
  'Allow more pages, or ask for larger ones.': 'Mehr Seiten erlauben, oder nach größeren fragen.',
  'Allow more rows, or let the statement choose.': 'Mehr Zeilen erlauben, oder die Anweisung auswählen lassen.',
  'Approve it, or reject it.': 'Genehmigen oder ablehnen.',
  'Ask another address.': 'Eine andere Adresse fragen.',
  'Ask for an address that answers by https.': 'Nach einer Adresse fragen, die über https antwortet.',
  'Ask for less at a time, or allow more in the node.': 'Weniger auf einmal erfragen, oder im Knoten mehr erlauben.',
  'Ask that host by a node of its own.': 'Diesen Rechner mit einem eigenen Knoten fragen.',
  'Both hold the same bytes, so they are one dataset.': 'Beide enthalten dieselben Bytes, also sind sie eine Datei.',
  'Check parts of the table to look at all of its rows.': 'Teile der Tabelle prüfen, um alle Zeilen anzusehen.',
  'Check that the page is reachable, then reload it.': 'Prüfen, ob die Seite erreichbar ist, dann neu laden.',
  'Choose a column of each.': 'Von jeder eine Spalte wählen.',
  'Choose a column of numbers, or make it one with a Rename and cast node before.':
    'Eine Spalte aus Zahlen wählen, oder sie zuvor mit einem Knoten „Umbenennen und umwandeln“ dazu machen.',
  'Choose a column of numbers.': 'Eine Spalte aus Zahlen wählen.',
  'Choose a dataset in the node, or give the run a file.':
    'Im Knoten eine Datei wählen, oder dem Lauf eine Datei geben.',
  'Choose a workflow file. ‹rest›': 'Die Datei eines Ablaufs wählen. ‹rest*›',
  'Choose another column, or another kind of chart.': 'Eine andere Spalte wählen, oder eine andere Art von Diagramm.',
  'Choose another column, or name the values that matter.':
    'Eine andere Spalte wählen, oder die Werte nennen, auf die es ankommt.',
  'Choose another column.': 'Eine andere Spalte wählen.',
  'Choose another name, or let the node overwrite: the new one is kept beside it.':
    'Einen anderen Namen wählen, oder den Knoten überschreiben lassen: Die neue wird daneben behalten.',
  'Choose another type or format, or keep what does not convert.':
    'Einen anderen Typ oder ein anderes Format wählen, oder behalten, was sich nicht umwandeln lässt.',
  'Choose another type or format, or let them be empty or kept.':
    'Einen anderen Typ oder ein anderes Format wählen, oder sie leeren oder behalten lassen.',
  'Choose another type, or make it VARCHAR first.': 'Einen anderen Typ wählen, oder sie zuerst zu VARCHAR machen.',
  'Choose another workflow, or bring it here.': 'Einen anderen Ablauf wählen, oder ihn hierher bringen.',
  'Choose another workflow, or use a loop.': 'Einen anderen Ablauf wählen, oder eine Schleife nehmen.',
  'Choose one of both.': 'Eines von beiden wählen.',
  'Choose one, or count rows.': 'Eine wählen, oder Zeilen zählen.',
  'Choose other columns.': 'Andere Spalten wählen.',
  'Choose the file again. Of a folder, choose the files in it.':
    'Die Datei noch einmal wählen. Von einem Ordner die Dateien darin wählen.',
  'Close the other tabs of this page, then reload.': 'Die anderen Tabs dieser Seite schließen, dann neu laden.',
  'Collect the results of ‹one› first, and use them in the body of ‹other›.':
    'Zuerst die Ergebnisse von ‹one› sammeln, und sie im Rumpf von ‹other› benutzen.',
  'Connect a node that gives a ‹type›.': 'Einen Knoten verbinden, der das gibt: ‹type*›.',
  'Connect a table or a list.': 'Eine Tabelle oder eine Liste verbinden.',
  'Connect a table with a row a link, one with a row a point, or both.':
    'Eine Tabelle mit einer Zeile je Verbindung, eine mit einer Zeile je Punkt, oder beide verbinden.',
  'Connect a table, or go over the whole value.': 'Eine Tabelle verbinden, oder über den ganzen Wert gehen.',
  'Connect the output of a node that gives a table.': 'Den Ausgang eines Knotens verbinden, der eine Tabelle gibt.',
  'Connect the table to an input, and read it by the input’s name.':
    'Die Tabelle mit einem Eingang verbinden, und sie unter dessen Namen lesen.',
  'Connect them anew where the nodes are still wanted.': 'Neu verbinden, wo die Knoten noch gebraucht werden.',
  'Correct the code, or what it is given; console.log shows values on the way.':
    'Den Code berichtigen, oder was ihm gegeben wird; console.log zeigt Werte unterwegs.',
  'Correct the code; it is the body of a JavaScript function.':
    'Den Code berichtigen; er ist der Rumpf einer JavaScript-Funktion.',
  'Correct the condition, or allow more turns.': 'Die Bedingung berichtigen, oder mehr Durchgänge erlauben.',
  'Correct the edits, and approve again.': 'Die Änderungen berichtigen, und noch einmal genehmigen.',
  'Correct the expression, or what it reads.': 'Den Ausdruck berichtigen, oder was er liest.',
  'Correct what stands between {{ and }}, or write \\{{ for the signs themselves.':
    'Berichtigen, was zwischen {{ und }} steht, oder \\{{ für die Zeichen selbst schreiben.',
  'Delete datasets that you no longer need, or free space on the disk.':
    'Nicht mehr benötigte Dateien löschen, oder auf dem Gerät Platz schaffen.',
  'Did you mean `‹name›`?': 'Ist `‹name›` gemeint?',
  'End the path with .csv.': 'Den Pfad mit .csv enden lassen.',
  'Events are missing, double, or of another run. Go on from a whole copy of the record, or run anew.':
    'Ereignisse fehlen, stehen doppelt da, oder sind von einem anderen Lauf. Von einer vollständigen Aufzeichnung aus fortfahren, oder neu ausführen.',
  'Export what you need, then reload the page.': 'Ausgeben, was gebraucht wird, dann die Seite neu laden.',
  'Fill it in.': 'Ausfüllen.',
  'Fill it with previous, next, mode or a constant.':
    'Sie mit dem vorigen, dem nächsten, dem häufigsten oder einem festen Wert füllen.',
  'Fill the key columns before, if they should match.':
    'Die Schlüsselspalten zuvor füllen, wenn sie zueinander passen sollen.',
  'Filter or aggregate earlier, or allow the run more memory.':
    'Früher filtern oder zusammenfassen, oder dem Lauf mehr Speicher erlauben.',
  'Find it in the list of workflows.': 'Sie steht in der Liste der Abläufe.',
  'Fork behind the event at which it completed.': 'Hinter dem Ereignis abzweigen, mit dem er fertig wurde.',
  'Fork the fork for the next one.': 'Für den nächsten von der Abzweigung abzweigen.',
  'Give a value of its type, or choose other columns.': 'Einen Wert ihres Typs angeben, oder andere Spalten wählen.',
  'Give an address that begins with https:// or http://.':
    'Eine Adresse angeben, die mit https:// oder http:// beginnt.',
  'Give it another name.': 'Einen anderen Namen geben.',
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
  'Give such values, or declare the column as VARCHAR.': 'Solche Werte geben, oder die Spalte als VARCHAR erklären.',
  'Give the run the same file again.': 'Dem Lauf dieselbe Datei noch einmal geben.',
  'Give the time as a parameter: {{$now()}}. For chance there is the Sample node, which has a seed.':
    'Die Zeit als Parameter geben: {{$now()}}. Für Zufall gibt es den Knoten „Stichprobe“, der einen Startwert hat.',
  'Go over batches, or use a node that takes the whole table.':
    'Über Stapel gehen, oder einen Knoten nehmen, der die ganze Tabelle nimmt.',
  'Go over each row.': 'Über jede Zeile gehen.',
  'Install the versions that the run began with, or end the run and start the workflow anew.':
    'Die Versionen installieren, mit denen der Lauf begann, oder ihn beenden und den Ablauf neu starten.',
  'Install version ‹version› and go on; or migrate the run to version ‹other› and go on; or end it.':
    'Version ‹version› installieren und fortfahren; oder den Lauf auf Version ‹other› bringen und fortfahren; oder ihn beenden.',
  'Install version ‹version› of it and go on, or end the run.':
    'Version ‹version› davon installieren und fortfahren, oder den Lauf beenden.',
  'Install version ‹version›, start a new run, or end this one.':
    'Version ‹version› installieren, einen neuen Lauf starten, oder diesen beenden.',
  'It can read ‹names›.': 'Er kann lesen: ‹names›.',
  'It is kept as it is. The list of workflows shows it as unreadable and saves it as a file.':
    'Er bleibt, wie er ist. Die Liste der Abläufe zeigt ihn als unlesbar und speichert ihn als Datei.',
  'It is kept until this tab is closed. Change something to try again.':
    'Es bleibt, bis dieser Tab geschlossen wird. Etwas ändern, um es noch einmal zu versuchen.',
  'It is kept until this tab is closed. Export what you need, then reload the page.':
    'Es bleibt, bis dieser Tab geschlossen wird. Ausgeben, was gebraucht wird, dann die Seite neu laden.',
  'It is left out of the lists and kept as it is. Export it with a newer version of this page if there is one.':
    'Es fehlt in den Listen und bleibt, wie es ist. Mit einer neueren Fassung dieser Seite ausgeben, wenn es eine gibt.',
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
  'Let every way through the body lead back to the input "result".':
    'Jeden Weg durch den Rumpf zum Eingang „result“ zurückführen.',
  'Let it do less, or raise its time limit.': 'Weniger tun lassen, oder die Zeitgrenze erhöhen.',
  'Let it keep less, or raise its memory limit.': 'Weniger behalten lassen, oder die Speichergrenze erhöhen.',
  'Look at address, method, query and body.': 'Adresse, Methode, Parameter und Inhalt ansehen.',
  'Look at both, and remove the one that is not wanted.': 'Beide ansehen, und das nicht gewünschte entfernen.',
  'Look at it again, and decide on that.': 'Noch einmal ansehen, und darüber entscheiden.',
  'Look at the other side whether it was done; then run from here, or fork the run with its outcome.':
    'Auf der anderen Seite nachsehen, ob es getan wurde; dann von hier aus ausführen, oder den Lauf mit dem Ergebnis abzweigen.',
  'Look at the run as it stands now.': 'Den Lauf ansehen, wie er jetzt steht.',
  'Look at the secret and how it is sent.': 'Das Geheimnis ansehen, und wie es gesendet wird.',
  'Look at what it did, and undo it by hand where that is needed.':
    'Ansehen, was er getan hat, und es von Hand rückgängig machen, wo das nötig ist.',
  'Look at what its {{…}} came to.': 'Ansehen, was sein {{…}} ergeben hat.',
  'Look on the other side whether it was done; name an idempotency header if the service knows one.':
    'Auf der anderen Seite nachsehen, ob es getan wurde; eine Kopfzeile für Wiederholungen nennen, wenn der Dienst eine kennt.',
  'Make smaller values, or rows of them: FROM range(…).': 'Kleinere Werte erzeugen, oder Zeilen daraus: FROM range(…).',
  'Merge them as a list.': 'Als Liste zusammenführen.',
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
}
