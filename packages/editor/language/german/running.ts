import type { Sentences } from '../sentences.ts'

/** What the engine says in German: of workflows, runs, their records, of storage and of what is asked outside. */
export const germanRunning: Sentences = {
  // The workflow.
  '"‹node›" is not there.': '„‹node›“ ist nicht da.',
  'The name "‹name›" is reserved and cannot be used in settings.':
    'Der Name „‹name›“ ist vergeben und lässt sich in Einstellungen nicht benutzen.',
  'A setting has a name, this edit gives none.': 'Eine Einstellung hat einen Namen, diese Änderung nennt keinen.',
  'These settings are nested deeper than ‹depth› levels.':
    'Diese Einstellungen sind tiefer als ‹depth#› Ebenen geschachtelt.',
  'The ‹what› ‹value› is refused at ‹path›: ‹reason›': 'Abgelehnt bei ‹path› (‹what*› ‹value›): ‹reason›',
  'The ‹what› ‹value› is refused: ‹reason›': 'Abgelehnt (‹what*› ‹value›): ‹reason›',
  '‹place›: A workflow needs a name (found ‹found›).': '‹place›: Ein Ablauf braucht einen Namen (gefunden: ‹found*›).',
  '‹place›: A name has at most ‹count› characters (found ‹found›).':
    '‹place›: Ein Name hat höchstens ‹count|Zeichen|Zeichen› (gefunden: ‹found*›).',
  '‹place›: This name is reserved (found ‹found›).': '‹place›: Dieser Name ist vergeben (gefunden: ‹found*›).',
  '‹place›: Use letters, digits, "_", ".", ":" or "-", at most 128 characters (found ‹found›).':
    '‹place›: Buchstaben, Ziffern, „_“, „.“, „:“ oder „-“ nehmen, höchstens 128 Zeichen (gefunden: ‹found*›).',
  'an empty list': 'eine leere Liste',
  'This name is reserved.': 'Dieser Name ist vergeben.',
  'A workflow needs a name.': 'Ein Ablauf braucht einen Namen.',
  'A name has at most ‹count› characters.': 'Ein Name hat höchstens ‹count|Zeichen|Zeichen›.',
  'This workflow was changed in another tab at the same time.':
    'Dieser Ablauf wurde gleichzeitig in einem anderen Tab geändert.',
  'This workflow was changed in another tab at the same time: that version is now "‹name›".':
    'Dieser Ablauf wurde gleichzeitig in einem anderen Tab geändert: Jene Fassung heißt jetzt „‹name›“.',
  'Both changes are here.': 'Beide Änderungen sind hier.',
  'Both changes are here, but for one thing that both have changed.':
    'Beide Änderungen sind hier, bis auf eine Stelle, die beide geändert haben.',
  'Both changes are here, but for ‹count› things that both have changed.':
    'Beide Änderungen sind hier, bis auf ‹count|Stelle|Stellen›, die beide geändert haben.',
  // A run.
  'What "‹effect›" ‹what› cannot be kept: ‹where› is ‹why›, which is no JSON.':
    'Was „‹effect›“ hat, lässt sich nicht behalten: ‹where› ist ‹why›, was kein JSON ist.',
  '"‹effect›" was interrupted, and a person has decided that it is not done again.':
    '„‹effect›“ wurde unterbrochen, und eine Person hat entschieden, dass es nicht noch einmal getan wird.',
  'Whether "‹effect›" was carried out before the interruption cannot be known.':
    'Ob „‹effect›“ vor der Unterbrechung ausgeführt wurde, lässt sich nicht wissen.',
  'Taken as done': 'Als getan genommen',
  'To be done again': 'Noch einmal zu tun',
  'Not to be done again': 'Nicht noch einmal zu tun',
  'Undoing what it did, because the run failed.':
    'Was er getan hat, wird rückgängig gemacht, weil der Lauf scheiterte.',
  'Not run, because the run ended before.': 'Nicht ausgeführt, weil der Lauf vorher endete.',
  'Not part of this run: only "‹node›" is run.': 'Nicht Teil dieses Laufs: Nur „‹node›“ wird ausgeführt.',
  'Not run, because "‹node›" did not take "‹port›".': 'Nicht ausgeführt, weil „‹node›“ nicht „‹port›“ nahm.',
  'Not run, because "‹node›" did not fail.': 'Nicht ausgeführt, weil „‹node›“ nicht fehlschlug.',
  'Not run, because nothing failed.': 'Nicht ausgeführt, weil nichts fehlschlug.',
  'Not run, because it is disabled.': 'Nicht ausgeführt, weil er ausgeschaltet ist.',
  'Not run, because the workflow starts at its triggers.':
    'Nicht ausgeführt, weil der Ablauf an seinen Auslösern beginnt.',
  'Not run, because "‹node›" ‹failed|was skipped|was cancelled|did not complete›.':
    'Nicht ausgeführt, weil „‹node›“ nicht fertig wurde.',
  'Switched off.': 'Ausgeschaltet.',
  'The run has ended.': 'Der Lauf ist beendet.',
  'The run was cancelled.': 'Der Lauf wurde abgebrochen.',
  'The run has ended already: ‹state›.': 'Der Lauf ist schon beendet: ‹state*›.',
  '"‹node›" has no file: its setting "‹setting›" is empty, and the run is given none.':
    '„‹node›“ hat keine Datei: Die Einstellung „‹setting›“ ist leer, und der Lauf bekommt keine.',
  'Table `‹id›` is not there any more.': 'Die Tabelle `‹id›` ist nicht mehr da.',
  'The tables failed: ‹reason›': 'Die Tabellen sind ausgefallen: ‹reason›',
  'The page was closed while this run went on.': 'Die Seite wurde geschlossen, während dieser Lauf lief.',
  'The page was closed again and again while this run went on.':
    'Die Seite wurde immer wieder geschlossen, während dieser Lauf lief.',
  // Approvals.
  // Records.
  'The record has a turn of "‹node›", which is not a loop at work.':
    'Die Aufzeichnung hat einen Durchgang von „‹node›“, das keine laufende Schleife ist.',
  'The record names node "‹node›" of ‹scope›, which is not in the run\'s workflow.':
    'Die Aufzeichnung nennt den Knoten „‹node›“ von ‹scope›, den der Ablauf des Laufs nicht hat.',
  'The record names node "‹node›", which is not in the run\'s workflow.':
    'Die Aufzeichnung nennt den Knoten „‹node›“, den der Ablauf des Laufs nicht hat.',
  'The record names scope "‹scope›", which is not open.':
    'Die Aufzeichnung nennt den Bereich „‹scope›“, der nicht offen ist.',
  'The record says that "‹node›" waits, which its type does not.':
    'Die Aufzeichnung sagt, dass „‹node›“ wartet, was sein Typ nicht tut.',
  'There is no record to go on from.': 'Es gibt keine Aufzeichnung, von der aus es weitergeht.',
  // The page and its worker.
  'The engine was closed.': 'Der Rechenkern wurde geschlossen.',
  'The engine stopped: ‹reason›.': 'Der Rechenkern hielt an: ‹reason›.',
  'The engine could not be loaded from ‹url›.': 'Der Rechenkern ließ sich nicht von ‹url› laden.',
  'The engine could not be started: ‹reason›': 'Der Rechenkern ließ sich nicht starten: ‹reason*›',
  'The engine did not stop in time and was ended.': 'Der Rechenkern hielt nicht rechtzeitig an und wurde beendet.',
  'The engine did not tell how the run ended.': 'Der Rechenkern hat nicht gesagt, wie der Lauf endete.',
  'The engine failed: ‹reason›': 'Der Rechenkern ist gescheitert: ‹reason*›',
  'The engine sent something that the page cannot read.':
    'Der Rechenkern hat etwas gesendet, das die Seite nicht lesen kann.',
  "The page's own runner failed: ‹reason›": 'Die eigene Ausführung der Seite ist gescheitert: ‹reason›',
  'DuckDB could not be started from ‹url›: ‹reason›.': 'DuckDB ließ sich nicht von ‹url› starten: ‹reason*›.',
  'DuckDB refused: ‹reason›': 'DuckDB lehnte ab: ‹reason›',
  "The worker's address ‹url› is not of this page's origin ‹origin›. Serve the worker beside the page and name it with configureAssets.":
    'Die Adresse ‹url› des Workers gehört nicht zu dieser Seite (‹origin›). Den Worker neben der Seite ausliefern und mit configureAssets nennen.',
  'The worker was asked for tables before it was opened.':
    'Der Worker wurde nach Tabellen gefragt, bevor er geöffnet war.',
  'The storage did not open: another tab holds an older version of it. ‹lost›':
    'Der Speicher ließ sich nicht öffnen: Ein anderer Tab hält eine ältere Fassung davon. ‹lost*›',
  'The storage was made by a newer version of this page. ‹lost›':
    'Der Speicher stammt von einer neueren Fassung dieser Seite. ‹lost*›',
  'The browser does not let this page store anything (‹reason›). ‹lost›':
    'Der Browser lässt diese Seite nichts speichern (‹reason*›). ‹lost*›',
  "This page's storage was closed by the browser or by a newer version of the page: ‹what› is kept only until this tab is closed.":
    'Der Speicher dieser Seite wurde vom Browser oder von einer neueren Fassung der Seite geschlossen: ‹what*› bleibt nur, bis dieser Tab geschlossen wird.',
  "The browser's storage is full: ‹what› is kept only until this tab is closed.":
    'Der Speicher des Browsers ist voll: ‹what*› bleibt nur, bis dieser Tab geschlossen wird.',
  'The browser could not store ‹what›: ‹reason›.': 'Der Browser konnte nicht speichern (‹what*›): ‹reason›.',
  'Reading ‹what› failed. ‹reason›': 'Das Lesen ist gescheitert (‹what*›). ‹reason›',
  'The stored ‹what› "‹id›" cannot be read: ‹reason›':
    'Gespeichertes (‹what*› „‹id›“) lässt sich nicht lesen: ‹reason*›',
  'Workflow "‹name›" cannot be stored: ‹reason›': 'Der Ablauf „‹name›“ lässt sich nicht speichern: ‹reason*›',
  'Workflow "‹name›" cannot be stored: ': 'Der Ablauf „‹name›“ lässt sich nicht speichern.',
  '“‹name›” was not saved: ‹reason›': '„‹name›“ wurde nicht gespeichert: ‹reason›',
  'Workflows and data are kept only until this tab is closed.':
    'Abläufe und Daten bleiben nur, bis dieser Tab geschlossen wird.',
  'This browser gives this page no storage.': 'Der Browser gibt dieser Seite keinen Speicher.',
  '“‹name›” is already here as “‹other›”.': '„‹name›“ ist schon hier, als „‹other›“.',
  '"‹name›" could not be taken in. ‹reason›': '„‹name›“ ließ sich nicht aufnehmen. ‹reason*›',
  '“‹name›” cannot be read; it may have been moved, or is a folder.':
    '„‹name›“ lässt sich nicht lesen; vielleicht wurde es verschoben, oder es ist ein Ordner.',
  '"‹name›" cannot be read (‹code›).': '„‹name›“ lässt sich nicht lesen (‹code›).',
  '"‹name›" cannot be written (‹code›).': '„‹name›“ lässt sich nicht schreiben (‹code›).',
  '"‹name›" could not be kept in this page.': '„‹name›“ ließ sich in dieser Seite nicht behalten.',
  'The file is not here any more.': 'Die Datei ist nicht mehr hier.',
  // What is asked outside.
  '"‹host›" broke off.': '„‹host›“ brach ab.',
  '"‹host›" broke off: ‹reason›.': '„‹host›“ brach ab: ‹reason*›.',
  '"‹host›" cannot be asked: there is no network.': '„‹host›“ lässt sich nicht fragen: Es gibt kein Netz.',
  '"‹host›" could not be asked from this page: it does not answer, it leads elsewhere, it does not allow pages to ask it (CORS), or this page\'s policy does not.':
    '„‹host›“ ließ sich von dieser Seite aus nicht fragen: Er antwortet nicht, führt woanders hin, erlaubt Seiten nicht zu fragen (CORS), oder die Regeln dieser Seite erlauben es nicht.',
  '"‹host›" leads on more than ‹count› times.': '„‹host›“ leitet mehr als ‹count#› Mal weiter.',
  '"‹host›" leads on: ‹reason›': '„‹host›“ leitet weiter: ‹reason*›',
  '"‹host›" shows a certificate that cannot be trusted (‹code›).':
    '„‹host›“ zeigt ein Zertifikat, dem sich nicht trauen lässt (‹code›).',
  '"‹host›", port ‹port›, could not be reached: ‹reason›.':
    '„‹host›“, Port ‹port›, ließ sich nicht erreichen: ‹reason*›.',
  'it did not answer in time': 'er antwortete nicht rechtzeitig',
  'it did not answer': 'er antwortete nicht',
  'it does not speak TLS as it should': 'er spricht TLS nicht, wie er soll',
  'it hung up': 'er legte auf',
  'it refused the connection': 'er lehnte die Verbindung ab',
  'no network leads there': 'kein Netz führt dorthin',
  'No address is known of "‹host›".': 'Von „‹host›“ ist keine Adresse bekannt.',
  'This cannot be sent: ‹reason›.': 'Das lässt sich nicht senden: ‹reason›.',
  'A page may not send the header "‹name›".': 'Eine Seite darf die Kopfzeile „‹name›“ nicht senden.',
  '‹host› is no host.': '‹host› ist kein Rechner.',
  'The secret "‹name›" has no hosts.': 'Das Geheimnis „‹name›“ hat keine Rechner.',
  'The secret "‹name›" has no value.': 'Das Geheimnis „‹name›“ hat keinen Wert.',
  'The secret "‹name›" holds no address of a database.':
    'Das Geheimnis „‹name›“ enthält keine Adresse einer Datenbank.',
  'The secret "‹name›" holds no address of a mail server.':
    'Das Geheimnis „‹name›“ enthält keine Adresse eines Postausgangs.',
  '‹name› cannot name a secret.': '‹name› kann kein Geheimnis benennen.',
  'There is a dataset "‹name›" already.': 'Eine Datei „‹name›“ gibt es schon.',
  'There is a file "‹name›" already.': 'Eine Datei „‹name›“ gibt es schon.',
  'There is no dataset "‹name›" in this page.': 'In dieser Seite gibt es keine Datei „‹name›“.',
  '"‹path›" is no file.': '„‹path›“ ist keine Datei.',
  '"‹path›" is not there.': '„‹path›“ ist nicht da.',
  '"‹path›" may not be read.': '„‹path›“ darf nicht gelesen werden.',
  '"‹path›" leads over a link, which might lead out of the folder.':
    '„‹path›“ führt über einen Verweis, der aus dem Ordner führen könnte.',
  '‹path› is no path within the folder: ‹reason›.': '‹path› ist kein Pfad in dem Ordner: ‹reason*›.',
  'it is empty': 'er ist leer',
  'it is absolute': 'er ist absolut',
  'it leads out': 'er führt hinaus',
  'it holds a backslash': 'er enthält einen umgekehrten Schrägstrich',
  'it holds a colon': 'er enthält einen Doppelpunkt',
  'it holds a control character': 'er enthält ein Steuerzeichen',
  'a part of it begins with a dot': 'ein Teil beginnt mit einem Punkt',
  'a part of it ends with a dot or a space': 'ein Teil endet mit einem Punkt oder Leerzeichen',
  'a part of it is empty': 'ein Teil ist leer',
  'a part of it is longer than ‹bytes› bytes': 'ein Teil ist länger als ‹bytes#› Bytes',
  '"‹name›" is a device of Windows': '„‹name›“ ist ein Gerät von Windows',
  'The database at "‹host›" broke off: ‹reason›.': 'Die Datenbank bei „‹host›“ brach ab: ‹reason›.',
  'The database at "‹host›" cannot be reached safely, and nothing was sent to it: ‹reason›.':
    'Die Datenbank bei „‹host›“ lässt sich nicht sicher erreichen, und nichts wurde ihr gesendet: ‹reason›.',
  'The database says: ‹words› (at character ‹at›).': 'Die Datenbank sagt: ‹words› (bei Zeichen ‹at#›).',
  'The database says: ‹words›.': 'Die Datenbank sagt: ‹words›.',
  'The mail server "‹host›" says: ‹words›.': 'Der Postausgang „‹host›“ sagt: ‹words›.',
  // The server of a page.
  'The server answered ‹status›.': 'Der Server antwortete ‹status›.',
  'The server ‹url› does not answer.': 'Der Server ‹url› antwortet nicht.',
  'The server of this page does not answer.': 'Der Server dieser Seite antwortet nicht.',
  'Look whether it runs and allows this page. (‹reason›)': 'Nachsehen, ob er läuft und diese Seite erlaubt. (‹reason›)',
  'The server runs whole workflows.': 'Der Server führt ganze Abläufe aus.',
  'Run all of it, or take `server` away to run a part in this page.':
    'Alles ausführen, oder `server` wegnehmen, um einen Teil in dieser Seite auszuführen.',
  'This run was begun in the page, and cannot go on on the server.':
    'Dieser Lauf begann in der Seite und kann nicht auf dem Server weitergehen.',
  'Run it anew.': 'Ihn neu ausführen.',
  'The server keeps what a run comes to, and no table on the way.':
    'Der Server behält, was ein Lauf ergibt, und keine Tabelle unterwegs.',
  'Run the workflow in this page, or let it end with this table.':
    'Den Ablauf in dieser Seite laufen lassen, oder ihn mit dieser Tabelle enden lassen.',
  'No run on the server is known that has this table.': 'Kein Lauf auf dem Server ist bekannt, der diese Tabelle hat.',
  '“‹name›” is kept in this browser, and not on the server: ‹reason›':
    '„‹name›“ ist in diesem Browser behalten, und nicht auf dem Server: ‹reason*›',
  'It is sent with the next change. Look whether the server answers.':
    'Es wird mit der nächsten Änderung gesendet. Nachsehen, ob der Server antwortet.',
  'createSession needs an engine, or workerUrl and wasmUrl to start one.':
    'createSession braucht einen Rechenkern, oder workerUrl und wasmUrl, um einen zu starten.',
}
