import type { Sentences } from '../sentences.ts'

/** What the engine says in German: of workflows, runs, their records, of storage and of what is asked outside. */
export const germanRunning: Sentences = {
  // The workflow.
  'There is no node type "‹type›".': 'Den Knotentyp „‹type›“ gibt es hier nicht.',
  'Unknown type "‹type›"': 'Unbekannter Typ „‹type›“',
  '"‹node›" needs a ‹type› at its input "‹port›".': '„‹node›“ braucht an seinem Eingang „‹port›“: ‹type*›.',
  '"‹node›" takes ‹type› at "‹port›", and gets ‹other›.': '„‹node›“ nimmt bei „‹port›“ ‹type*›, und bekommt ‹other*›.',
  '"‹node›" gives ‹type›, "‹other›" takes ‹wanted› at "‹port›".':
    '„‹node›“ gibt ‹type*›, „‹other›“ nimmt ‹wanted*› bei „‹port›“.',
  '"‹node›" has no ‹side› "‹port›" (has ‹names›).': '„‹node›“ hat das nicht: ‹side*› „‹port›“ (hat ‹names*›).',
  '"‹node›" has no ‹side› (has ‹names›).': '„‹node›“ hat das nicht: ‹side*› (hat ‹names*›).',
  '"‹node›" cannot say what it gives: ‹reason›': '„‹node›“ kann nicht sagen, was er gibt: ‹reason*›',
  '"‹node›" is not there.': '„‹node›“ ist nicht da.',
  'These nodes wait for one another: ‹names›.': 'Diese Knoten warten aufeinander: ‹names›.',
  '"‹node›" lies in the body of "‹loop›" and takes what the loop gives at its end.':
    '„‹node›“ liegt im Rumpf von „‹loop›“ und nimmt, was die Schleife am Ende gibt.',
  '"‹node›" does not lie in the body of "‹loop›", to whose input ‹port› it leads.':
    '„‹node›“ liegt nicht im Rumpf von „‹loop›“, zu dessen Eingang ‹port› er führt.',
  '‹node› lies in the bodies of both ‹one› and ‹other›, and neither loop lies in the other.':
    '‹node› liegt in den Rümpfen von ‹one› und ‹other›, und keine Schleife liegt in der anderen.',
  'The body of "‹loop›" leads back into the loop beside its input ‹port›.':
    'Der Rumpf von „‹loop›“ führt neben dem Eingang ‹port› in die Schleife zurück.',
  'Two nodes have the id "‹id›".': 'Zwei Knoten haben die Kennung „‹id›“.',
  'There were two ‹what›s with the id "‹id›"; the second one is now "‹other›".':
    'Zweimal gab es die Kennung „‹id›“ (‹what*›); das zweite heißt jetzt „‹other›“.',
  'The edge from "‹one›" to "‹other›" is left out: ‹missing› is not there.':
    'Die Verbindung von „‹one›“ nach „‹other›“ fehlt: ‹missing&› gibt es nicht.',
  'Edge "‹edge›" ends at node "‹node›", which is not there.':
    'Die Verbindung „‹edge›“ endet bei Knoten „‹node›“, den es nicht gibt.',
  'Input "‹port›" of "‹node›" has more than one edge.':
    'Der Eingang „‹port›“ von „‹node›“ hat mehr als eine Verbindung.',
  'Setting "‹setting›" of "‹node›", as filled: ‹reason›.':
    'Einstellung „‹setting›“ von „‹node›“, ausgefüllt: ‹reason*›.',
  'Setting "‹setting›" of "‹node›": ‹reason›.': 'Einstellung „‹setting›“ von „‹node›“: ‹reason*›.',
  'Setting of "‹node›": ‹reason›.': 'Einstellung von „‹node›“: ‹reason*›.',
  'Setting "" of "‹node›", as filled: ‹reason›.': 'Einstellungen von „‹node›“, ausgefüllt: ‹reason*›.',
  'The settings of "‹node›" (version ‹version›) cannot be read by version ‹other›: ‹reason›':
    'Die Einstellungen von „‹node›“ (Version ‹version›) lassen sich von Version ‹other› nicht lesen: ‹reason*›',
  'The setting "‹setting›" of "‹node›" holds no workflow: ‹reason›':
    'Die Einstellung „‹setting›“ von „‹node›“ enthält keinen Ablauf: ‹reason*›',
  'The setting "‹setting›" of "‹node›" holds no workflow: ':
    'Die Einstellung „‹setting›“ von „‹node›“ enthält keinen Ablauf.',
  'This node was made with version ‹version› of "‹type›", here is version ‹other›.':
    'Dieser Knoten wurde mit Version ‹version› von „‹type›“ gemacht, hier ist Version ‹other›.',
  'This run began with version ‹version› of "‹type›", here is version ‹other›.':
    'Dieser Lauf begann mit Version ‹version› von „‹type›“, hier ist Version ‹other›.',
  'The run was begun with version ‹version› of node type "‹type›", here is none.':
    'Der Lauf begann mit Version ‹version› des Knotentyps „‹type›“, hier gibt es keine.',
  'The run was begun with version ‹version› of node type "‹type›", here is version ‹other›.':
    'Der Lauf begann mit Version ‹version› des Knotentyps „‹type›“, hier ist Version ‹other›.',
  'The run cannot be migrated: ‹reason›': 'Der Lauf lässt sich nicht umstellen: ‹reason*›',
  'This workflow has version ‹version›, this program reads up to ‹other›.':
    'Dieser Ablauf hat Version ‹version›, dieses Programm liest bis ‹other›.',
  'This workflow is nested deeper than ‹depth› levels.': 'Dieser Ablauf ist tiefer als ‹depth#› Ebenen geschachtelt.',
  'The name "‹name›" at ‹where› is reserved and cannot be used.':
    'Der Name „‹name›“ bei ‹where› ist vergeben und lässt sich nicht benutzen.',
  'The name "‹name›" is reserved and cannot be used in settings.':
    'Der Name „‹name›“ ist vergeben und lässt sich in Einstellungen nicht benutzen.',
  'A setting has a name, this edit gives none.': 'Eine Einstellung hat einen Namen, diese Änderung nennt keinen.',
  'These settings are nested deeper than ‹depth› levels.':
    'Diese Einstellungen sind tiefer als ‹depth#› Ebenen geschachtelt.',
  'The ‹what› ‹value› is refused at ‹path›: ‹reason›': 'Abgelehnt bei ‹path› (‹what*› ‹value›): ‹reason›',
  'The ‹what› ‹value› is refused: ‹reason›': 'Abgelehnt (‹what*› ‹value›): ‹reason›',
  'A workflow is a JSON object, this is ‹found›.': 'Ein Ablauf ist ein JSON-Objekt, dies ist ‹found*›.',
  'No "nodes" found (has ‹names›).': 'Keine "nodes" gefunden (hat ‹names*›).',
  'Step ‹number#› of the workflow is no object.': 'Schritt ‹number#› des Ablaufs ist kein Objekt.',
  'A step depends on "‹id›", which is no step (has ‹names›).':
    'Ein Schritt hängt ab von "‹id›", das ist kein Schritt (es gibt ‹names*›).',
  'The workflow: ‹reason›.': 'Der Ablauf: ‹reason›.',
  '‹place›: expected ‹what›, found ‹found›.': '‹place›: erwartet: ‹what&›; gefunden: ‹found*›.',
  '‹place›: A workflow needs a name (found ‹found›).': '‹place›: Ein Ablauf braucht einen Namen (gefunden: ‹found*›).',
  '‹place›: A name has at most ‹count› characters (found ‹found›).':
    '‹place›: Ein Name hat höchstens ‹count|Zeichen|Zeichen› (gefunden: ‹found*›).',
  '‹place›: This name is reserved (found ‹found›).': '‹place›: Dieser Name ist vergeben (gefunden: ‹found*›).',
  '‹place›: Use letters, digits, "_", ".", ":" or "-", at most 128 characters (found ‹found›).':
    '‹place›: Buchstaben, Ziffern, „_“, „.“, „:“ oder „-“ nehmen, höchstens 128 Zeichen (gefunden: ‹found*›).',
  'at most ‹count› ‹character|characters›': 'höchstens ‹count|Zeichen|Zeichen›',
  'at least ‹count› ‹character|characters›': 'mindestens ‹count|Zeichen|Zeichen›',
  'at most ‹count› ‹item|items›': 'höchstens ‹count|Eintrag|Einträge›',
  'at least ‹count› ‹item|items›': 'mindestens ‹count|Eintrag|Einträge›',
  'at most ‹count›': 'höchstens ‹count#›',
  'at least ‹count›': 'mindestens ‹count#›',
  'an object': 'ein Objekt',
  'a whole number': 'eine ganze Zahl',
  'an empty list': 'eine leere Liste',
  'This name is reserved.': 'Dieser Name ist vergeben.',
  'A workflow needs a name.': 'Ein Ablauf braucht einen Namen.',
  'A name has at most ‹count› characters.': 'Ein Name hat höchstens ‹count|Zeichen|Zeichen›.',
  'A node with id "‹id›" exists already.': 'Einen Knoten mit der Kennung „‹id›“ gibt es schon.',
  'An edge with id "‹id›" exists already.': 'Eine Verbindung mit der Kennung „‹id›“ gibt es schon.',
  'There is no node "‹id›".': 'Es gibt keinen Knoten „‹id›“.',
  'There is no edge "‹id›".': 'Es gibt keine Verbindung „‹id›“.',
  '"‹node›" runs the workflow "‹name›", which is not here.':
    '„‹node›“ führt den Ablauf „‹name›“ aus, der nicht hier ist.',
  '"‹node›" runs the workflow "‹name›", within which it is itself.':
    '„‹node›“ führt den Ablauf „‹name›“ aus, in dem er selbst ist.',
  'With "‹node›", more than ‹count› nodes would run within sub-workflows.':
    'Mit „‹node›“ liefen mehr als ‹count#› Knoten in Unterabläufen.',
  'The workflow\'s ‹side› "‹name›" is joined to port "‹port›" of node "‹node›", which is not there.':
    'Des Ablaufs ‹side*› „‹name›“ ist mit Anschluss „‹port›“ von Knoten „‹node›“ verbunden, den es nicht gibt.',
  'What runs of a sub-workflow is the nodes within it.': 'Von einem Unterablauf laufen die Knoten darin.',
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
  '"‹node›" took longer than ‹ms› ms, all attempts together.':
    '„‹node›“ brauchte mit allen Versuchen länger als ‹ms#› ms.',
  '"‹node›" took longer than ‹ms› ms.': '„‹node›“ brauchte länger als ‹ms#› ms.',
  'The run of "‹workflow›" took longer than ‹ms› ms and was stopped.':
    'Der Lauf von „‹workflow›“ dauerte länger als ‹ms#› ms und wurde angehalten.',
  'The node failed without a word.': 'Der Knoten ist wortlos gescheitert.',
  '"‹node›" cannot begin: the run\'s tables take about ‹size› MB, allowed are ‹most› MB.':
    '„‹node›“ kann nicht beginnen: Die Tabellen des Laufs brauchen etwa ‹size#› MB, erlaubt sind ‹most#› MB.',
  '"‹node›" gives what cannot be kept: ‹what› is ‹why›, which is no JSON.':
    '„‹node›“ gibt, was sich nicht behalten lässt: ‹what› ist ‹why›, was kein JSON ist.',
  'What "‹effect›" ‹what› cannot be kept: ‹where› is ‹why›, which is no JSON.':
    'Was „‹effect›“ hat, lässt sich nicht behalten: ‹where› ist ‹why›, was kein JSON ist.',
  '"‹effect›" was interrupted, and a person has decided that it is not done again.':
    '„‹effect›“ wurde unterbrochen, und eine Person hat entschieden, dass es nicht noch einmal getan wird.',
  'The run was interrupted while "‹effect›" was under way: whether it was carried out cannot be known.':
    'Der Lauf wurde während „‹effect›“ unterbrochen: Ob es ausgeführt wurde, lässt sich nicht wissen.',
  'Look at the other side, then say what is to be done.':
    'Auf der anderen Seite nachsehen, dann sagen, was zu tun ist.',
  'Whether "‹effect›" was carried out before the interruption cannot be known.':
    'Ob „‹effect›“ vor der Unterbrechung ausgeführt wurde, lässt sich nicht wissen.',
  'Taken as done': 'Als getan genommen',
  'To be done again': 'Noch einmal zu tun',
  'Not to be done again': 'Nicht noch einmal zu tun',
  'The record does not hold what "‹effect›" of node "‹node›" came to.':
    'Die Aufzeichnung enthält nicht, was „‹effect›“ von Knoten „‹node›“ ergab.',
  'What "‹node›" did is not undone, because the run was cancelled.':
    'Was „‹node›“ getan hat, wird nicht rückgängig gemacht, weil der Lauf abgebrochen wurde.',
  'Undoing what it did, because the run failed.':
    'Was er getan hat, wird rückgängig gemacht, weil der Lauf scheiterte.',
  'The run goes on with other versions of node types: ‹types›.':
    'Der Lauf geht mit anderen Versionen von Knotentypen weiter: ‹types›.',
  'The run goes on after an interruption.': 'Der Lauf geht nach einer Unterbrechung weiter.',
  'Not run, because nothing led to it.': 'Nicht ausgeführt, weil nichts dorthin führte.',
  'Not run, because the run ended before.': 'Nicht ausgeführt, weil der Lauf vorher endete.',
  'Not part of this run: only what leads to "‹node›" is run.':
    'Nicht Teil dieses Laufs: Nur, was zu „‹node›“ führt, wird ausgeführt.',
  'Not part of this run: only what follows "‹node›" is run.':
    'Nicht Teil dieses Laufs: Nur, was auf „‹node›“ folgt, wird ausgeführt.',
  'Not part of this run: only  "‹node›" is run.': 'Nicht Teil dieses Laufs: Nur „‹node›“ wird ausgeführt.',
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
  'Run "‹run›" is not at work here any more.': 'Der Lauf „‹run›“ ist hier nicht mehr in Arbeit.',
  'Run "‹run›" has no node "‹node›".': 'Der Lauf „‹run›“ hat keinen Knoten „‹node›“.',
  'There is no node "‹node›" to run.': 'Es gibt keinen Knoten „‹node›“, der laufen könnte.',
  '"‹workflow›" has no start that takes data.': '„‹workflow›“ hat keinen Beginn, der Daten nimmt.',
  'Node "‹node›" reads no file from outside.': 'Der Knoten „‹node›“ liest keine Datei von außen.',
  'There is no node "‹node›" to give a file to.': 'Es gibt keinen Knoten „‹node›“, dem sich eine Datei geben ließe.',
  'No node of "‹workflow›" reads a file from outside.': 'Kein Knoten von „‹workflow›“ liest eine Datei von außen.',
  '‹within›"‹node›" has no file: its setting "‹setting›" is empty, and the run is given none.':
    '‹within›„‹node›“ hat keine Datei: Die Einstellung „‹setting›“ ist leer, und der Lauf bekommt keine.',
  '"‹node›" has no file: its setting "‹setting›" is empty, and the run is given none.':
    '„‹node›“ hat keine Datei: Die Einstellung „‹setting›“ ist leer, und der Lauf bekommt keine.',
  '‹node› cannot run alone: ‹source›, from which it takes its input, has given nothing yet.':
    '‹node› kann nicht allein laufen: ‹source›, woher die Eingabe kommt, hat noch nichts gegeben.',
  '‹node› takes what ‹source› gave before it was changed.': '‹node› nimmt, was ‹source› vor seiner Änderung gab.',
  'A table that was pinned at ‹node› is not here any more.':
    'Eine Tabelle, die bei ‹node› festgehalten war, ist nicht mehr hier.',
  'A table of ‹rows› rows (‹id›) is not here any more and cannot be made again by "‹node›".':
    'Eine Tabelle mit ‹rows|Zeile|Zeilen› (‹id›) ist nicht mehr hier, und „‹node›“ kann sie nicht neu machen.',
  'A table of ‹rows› rows (‹id›) is not here any more and cannot be made again.':
    'Eine Tabelle mit ‹rows|Zeile|Zeilen› (‹id›) ist nicht mehr hier und lässt sich nicht neu machen.',
  'Table `‹id›` is not there any more.': 'Die Tabelle `‹id›` ist nicht mehr da.',
  'The tables failed: ‹reason›': 'Die Tabellen sind ausgefallen: ‹reason›',
  'The page was closed while this run went on.': 'Die Seite wurde geschlossen, während dieser Lauf lief.',
  'The page was closed again and again while this run went on.':
    'Die Seite wurde immer wieder geschlossen, während dieser Lauf lief.',
  // Approvals.
  '"‹node›" waits for no approval: it has been decided already, or has not been asked.':
    '„‹node›“ wartet auf keine Genehmigung: Sie ist schon entschieden, oder wurde nicht erfragt.',
  '"‹node›" asks for an approval, and nothing of it could have been done already.':
    '„‹node›“ bittet um eine Genehmigung, und nichts davon könnte schon getan sein.',
  'What "‹node›" did is taken as done, and what it came to is not said.':
    'Was „‹node›“ tat, wird als getan genommen, und sein Ergebnis ist nicht gesagt.',
  'A value was given for what "‹node›" did, which is not taken as done.':
    'Für das, was „‹node›“ tat, ist ein Wert angegeben, aber es wird nicht als getan genommen.',
  'What "‹node›" shows has changed since: the decision is about ‹one›, it now shows ‹other›.':
    'Was „‹node›“ zeigt, hat sich seither geändert: Die Entscheidung gilt ‹one›, zu sehen ist jetzt ‹other›.',
  'The time for deciding "‹node›" ended at ‹time›.': 'Die Zeit für die Entscheidung über „‹node›“ endete am ‹time›.',
  'Nobody decided "‹node›" within ‹hours› h.': 'Niemand hat innerhalb von ‹hours› h über „‹node›“ entschieden.',
  'Edits of a table are a list of {row, column, value}, at most ‹count›.':
    'Änderungen an einer Tabelle sind eine Liste von {row, column, value}, höchstens ‹count#›.',
  'There is no row ‹row› (has ‹rows›).': 'Es gibt keine Zeile ‹row#› (es sind ‹rows#›).',
  // Records.
  'The record does not say how the run began.': 'Die Aufzeichnung sagt nicht, wie der Lauf begann.',
  'There is no run to go on with: its record does not say how it began.':
    'Es gibt keinen Lauf zum Fortsetzen: Seine Aufzeichnung sagt nicht, wie er begann.',
  'Event ‹number› (‹type›) of the record does not follow from those before it: ‹reason›':
    'Ereignis ‹number#› (‹type›) der Aufzeichnung folgt nicht aus denen davor: ‹reason*›',
  'Event ‹number› of the record (‹type›) cannot be read. ‹reason›':
    'Ereignis ‹number#› der Aufzeichnung (‹type›) lässt sich nicht lesen. ‹reason›',
  'Event ‹number› of the record (‹type›) cannot be read. ':
    'Ereignis ‹number#› der Aufzeichnung (‹type›) lässt sich nicht lesen.',
  'Event ‹number› begins another run.': 'Ereignis ‹number#› beginnt einen anderen Lauf.',
  'The record has event ‹number› where event ‹other› should be.':
    'Die Aufzeichnung hat Ereignis ‹number#›, wo Ereignis ‹other#› sein sollte.',
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
  'The record was written by a newer version of the program (format ‹one›, here is ‹other›).':
    'Die Aufzeichnung ist von einer neueren Fassung des Programms (Format ‹one›, hier ist ‹other›).',
  '‹file› was written by a newer version of the program (format ‹one›, here is ‹other›).':
    '‹file› ist von einer neueren Fassung des Programms (Format ‹one›, hier ist ‹other›).',
  'Line ‹line› of ‹file› cannot be read: ‹reason› It and what follows (‹count› lines) is left out.':
    'Zeile ‹line#› von ‹file› lässt sich nicht lesen: ‹reason› Sie und was folgt (‹count|Zeile|Zeilen›) fehlt.',
  'The last event of ‹file› was torn by a crash and is left out; ‹count› before it are whole.':
    'Das letzte Ereignis von ‹file› wurde von einem Absturz zerrissen und fehlt; ‹count#› davor sind heil.',
  'There is no record to fork.': 'Es gibt keine Aufzeichnung zum Abzweigen.',
  'There is no record to go on from.': 'Es gibt keine Aufzeichnung, von der aus es weitergeht.',
  'The record of run "‹run›" has no event ‹number› (has 0 to ‹last›).':
    'Die Aufzeichnung des Laufs „‹run›“ hat kein Ereignis ‹number#› (sie hat 0 bis ‹last#›).',
  'Node "‹node›" had not given anything by event ‹number›.':
    'Der Knoten „‹node›“ hatte bis Ereignis ‹number#› nichts gegeben.',
  'Only one output can be changed at a time; "‹node›" came later than the first.':
    'Nur ein Ausgang lässt sich auf einmal ändern; „‹node›“ kam später als der erste.',
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
  'The chosen file is not here any more.': 'Die gewählte Datei ist nicht mehr hier.',
  'The chosen file is empty: it gives a table without columns.':
    'Die gewählte Datei ist leer: Sie gibt eine Tabelle ohne Spalten.',
  'No reader takes the chosen file.': 'Die gewählte Datei lässt sich nicht lesen.',
  'The file chosen in “‹node›” is not here any more.': 'Die in „‹node›“ gewählte Datei ist nicht mehr hier.',
  '“‹node›” was given the file “‹file›”, which is not here any more.':
    '„‹node›“ bekam die Datei „‹file›“, die nicht mehr hier ist.',
  '“‹node›” has no file to load: its setting "dataset" is empty and the run was given none.':
    '„‹node›“ hat keine Datei zu laden: Die Einstellung „Datei“ ist leer, und der Lauf bekam keine.',
  'The file “‹file›” is not here any more.': 'Die Datei „‹file›“ ist nicht mehr hier.',
  // What is asked outside.
  '"‹host›" is not among the hosts that may be asked here.':
    '„‹host›“ gehört nicht zu den Rechnern, die hier gefragt werden dürfen.',
  '"‹host›" is an address of this computer or its own network.':
    '„‹host›“ ist eine Adresse dieses Rechners oder seines eigenen Netzes.',
  '"‹host›" is ‹address›, an address of this computer or its own network.':
    '„‹host›“ ist ‹address›, eine Adresse dieses Rechners oder seines eigenen Netzes.',
  'The address of ‹host› holds a name or a password.': 'Die Adresse von ‹host› enthält einen Namen oder ein Passwort.',
  '‹address› is no address that can be asked.': '‹address› ist keine Adresse, die sich fragen lässt.',
  '"‹host›" broke off.': '„‹host›“ brach ab.',
  '"‹host›" broke off: ‹reason›.': '„‹host›“ brach ab: ‹reason*›.',
  '"‹host›" cannot be asked: there is no network.': '„‹host›“ lässt sich nicht fragen: Es gibt kein Netz.',
  '"‹host›" could not be asked from this page: it does not answer, it leads elsewhere, it does not allow pages to ask it (CORS), or this page\'s policy does not.':
    '„‹host›“ ließ sich von dieser Seite aus nicht fragen: Er antwortet nicht, führt woanders hin, erlaubt Seiten nicht zu fragen (CORS), oder die Regeln dieser Seite erlauben es nicht.',
  '"‹host›" leads on more than ‹count› times.': '„‹host›“ leitet mehr als ‹count#› Mal weiter.',
  '"‹host›" leads on: ‹reason›': '„‹host›“ leitet weiter: ‹reason*›',
  '‹host› leads to http://‹other›, which anybody on the way can read.':
    '‹host› führt zu http://‹other›, was jeder unterwegs lesen kann.',
  '"‹host›" sent nothing for ‹ms› ms.': '„‹host›“ hat ‹ms#› ms lang nichts gesendet.',
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
  'The answer of "‹host›" has more than ‹bytes› bytes of headers.':
    'Die Antwort von „‹host›“ hat mehr als ‹bytes#› Bytes an Kopfzeilen.',
  'The answer of "‹host›" is larger than ‹bytes› bytes.': 'Die Antwort von „‹host›“ ist größer als ‹bytes#› Bytes.',
  'No address is known of "‹host›".': 'Von „‹host›“ ist keine Adresse bekannt.',
  'This cannot be sent: ‹reason›.': 'Das lässt sich nicht senden: ‹reason›.',
  'A page may not send the header "‹name›".': 'Eine Seite darf die Kopfzeile „‹name›“ nicht senden.',
  '‹host› is no host.': '‹host› ist kein Rechner.',
  '‹setting› holds ‹value›, which is no host.': '‹setting› enthält ‹value›, was kein Rechner ist.',
  'There is no secret "‹name›" here.': 'Hier gibt es kein Geheimnis „‹name›“.',
  'The secret "‹name›" has no hosts.': 'Das Geheimnis „‹name›“ hat keine Rechner.',
  'The secret "‹name›" has no value.': 'Das Geheimnis „‹name›“ hat keinen Wert.',
  'The secret "‹name›" holds no address of a database.':
    'Das Geheimnis „‹name›“ enthält keine Adresse einer Datenbank.',
  'The secret "‹name›" holds no address of a mail server.':
    'Das Geheimnis „‹name›“ enthält keine Adresse eines Postausgangs.',
  'The secret "‹name›" may not go to "‹host›".': 'Das Geheimnis „‹name›“ darf nicht zu „‹host›“ gehen.',
  'The secret "‹name›" would go to "‹host›" in the clear.': 'Das Geheimnis „‹name›“ ginge im Klartext zu „‹host›“.',
  'A secret holds a line break, which no header can.':
    'Ein Geheimnis enthält einen Zeilenumbruch, den keine Kopfzeile haben kann.',
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
  '"‹module›" brings no node types.': '„‹module›“ bringt keine Knotentypen.',
  '"‹module›" brings the node type ‹name›, which is built in.':
    '„‹module›“ bringt den Knotentyp ‹name›, der schon eingebaut ist.',
  '‹name› of "‹module›" is no node type: it lacks ‹names›.':
    '‹name› von „‹module›“ ist kein Knotentyp: Es fehlt ‹names›.',
  'The settings of ‹name› of "‹module›" cannot be described: ‹reason›':
    'Die Einstellungen von ‹name› aus „‹module›“ lassen sich nicht beschreiben: ‹reason›',
  'The node types of "‹module›" could not be loaded: ‹reason›':
    'Die Knotentypen von „‹module›“ ließen sich nicht laden: ‹reason›',
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
