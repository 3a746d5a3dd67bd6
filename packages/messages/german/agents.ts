import type { German } from './german.ts'
import type { agentMessages as english } from '../english/agents.ts'

export const agentsMessages: German<typeof english> = {
  'model.no-tools':
    '.input {$said :string} .match $said || {{Das Sprachmodell „{$model}“ auf {$host} unterstützt keine Werkzeuge.}} * {{Das Sprachmodell „{$model}“ auf {$host} unterstützt keine Werkzeuge: {$said}}}',
  'model.no-tools.hint': 'Ein anderes Modell wählen.',
  'model.not-granted':
    'Das Sprachmodell „{$model}“ ist nicht eingerichtet. Vorhanden: {$available :list quote=text max=8}.',
  'model.not-granted.none': 'Das Sprachmodell „{$model}“ ist nicht eingerichtet.',
  'model.not-granted.none.hint': 'Das Modell in den Einstellungen hinzufügen.',
  'model.not-granted.hint': 'Ein vorhandenes wählen oder dieses in den Einstellungen hinzufügen.',
  'model.limit-reached':
    '.input {$scope :string} .match $scope run {{„{$model}“ wurde nicht gefragt: Der Lauf hat seine Grenze erreicht ({$limit :message}: {$used :message} von {$max :message}).}} * {{„{$model}“ wurde nicht gefragt: Die Monatsgrenze ist erreicht ({$limit :message}: {$used :message} von {$max :message}).}}',
  'model.limit-reached.hint': 'Die Grenze erhöhen lassen oder kein Modell wählen.',
  'model.no-default': 'Es ist kein Sprachmodell gewählt, und es gibt kein Standardmodell.',
  'model.no-default.hint': 'Ein Modell wählen, hier oder in den Einstellungen.',
  'model.no-host': 'Das Sprachmodell „{$model}“ ist hier nicht verfügbar.',
  'model.no-host.hint': 'Ein anderes Modell wählen.',
  'model.host-failed': 'Das Sprachmodell „{$model}“ ist gescheitert: {$said}',
  'model.host-failed.hint': 'Ein anderes Modell wählen.',
  'model.invalid-reply': 'Die Antwort von „{$model}“ hat eine unbekannte Form.',
  'model.invalid-reply.hint': 'Das Modell berichtigen.',

  'agent.summary':
    '.input {$tools :integer} .match $tools 0 {{{$model}, ohne Werkzeuge}} one {{{$model}, {$tools} Werkzeug}} * {{{$model}, {$tools} Werkzeuge}}',
  'agent.default-model': 'Standardmodell',
  'agent.no-memory': 'Agenten behalten hier nichts.',
  'agent.no-memory.hint': 'Gedächtnis „Dieser Lauf“ wählen.',
  'agent.no-prompt': 'Der Agent hat keine Aufgabe.',
  'agent.no-prompt.hint': 'Die Aufgabe eingeben oder einen Wert anschließen.',
  'remote-agent.cannot-wait': 'Werkzeuge warten nicht auf „{$agent}“.',
  'remote-agent.cannot-wait.hint': 'Als Knoten verwenden.',
  'remote-agent.inactive': '„{$agent}“ ist ausgeschaltet.',
  'remote-agent.inactive.hint': 'Den Agenten einschalten.',
  'remote-agent.not-responding': '„{$agent}“ antwortet nicht.',
  'remote-agent.not-responding.hint': 'Prüfen, ob er läuft.',
  'remote-agent.no-agent': 'Kein Agent gewählt.',
  'remote-agent.no-agent.hint': 'Einen Agenten eingeben.',
  'remote-agent.no-result': 'Kein Ergebnis von „{$agent}“ in {$seconds :integer} s.',
  'remote-agent.no-result.hint': 'Prüfen, ob er läuft.',
  'remote-agent.none': '„{$node}“ braucht einen Server.',
  'remote-agent.none.hint': 'Den Ablauf auf einem Server ausführen.',
  'remote-agent.open-circuit':
    '„{$agent}“ ist {$failures :integer}-mal gescheitert und pausiert {$seconds :integer} s.',
  'remote-agent.open-circuit.hint': 'Prüfen, ob er läuft.',
  'remote-agent.reported': '„{$agent}“: {$reason}',
  'remote-agent.reported.hint': 'Eingabe prüfen.',
  'remote-agent.summary': 'Ruft {$agent} auf',
  'remote-agent.too-many-rows': 'Zu viele Zeilen: {$rows :integer}, höchstens {$max :integer}.',
  'remote-agent.too-many-rows.hint': 'Die Tabelle filtern.',
  'remote-agent.unknown': '„{$agent}“ ist nicht angemeldet.',
  'remote-agent.unknown.hint': 'Den Namen prüfen oder ihn anmelden.',
  'agent.tool-name': '„{$name}“ ist kein gültiger Name eines Werkzeugs.',
  'agent.tool-name.hint': '1 bis 64 Buchstaben, Ziffern, „_“ oder „-“, jeden Namen einmal.',
  'agent.tool-type': 'Werkzeug „{$tool}“: unbekannter Knotentyp „{$type}“.',
  'agent.tool-type.hint': 'Einen vorhandenen wählen.',
  'agent.tool-workflow': 'Werkzeug „{$tool}“: Den Ablauf „{$workflow}“ gibt es nicht.',
  'agent.tool-workflow.hint': 'Einen gespeicherten wählen.',
  'agent.tool-function': 'Werkzeug „{$tool}“: Die Funktion „{$name}“ gibt es nicht.',
  'agent.tool-function.hint': 'Eine vorhandene wählen.',
  'agent.tool-argument': 'Werkzeug „{$tool}“: Das MCP-Werkzeug hat kein Argument „{$name}“.',
  'agent.tool-argument.hint': 'Einen Namen aus seinen Argumenten verwenden.',
  'agent.tool-tables': 'Werkzeug „{$tool}“: Es ist keine Tabelle angeschlossen.',
  'agent.tool-tables.hint': 'Eine anschließen.',
  'agent.tool-schema': 'Das Argumentschema von „{$tool}“ ist ungültig: {$reason :message}',
  'agent.tool-schema.hint': 'Ein JSON Schema vom Typ „object“ eingeben.',
  'agent.answer-schema': 'Das Antwortschema ist ungültig: {$reason :message}',
  'agent.answer-schema.hint': 'Ein JSON Schema eingeben, oder leer lassen für Text.',
  'agent.unapproved-effect':
    'Der Agent liest fremden Text und private Daten; „{$tool}“ kann sie ohne Genehmigung nach außen senden.',
  'agent.unapproved-effect.hint': 'Das Werkzeug genehmigen lassen oder sein Ziel festlegen.',
  'agent.approve-tool':
    '.input {$target :string} .match $target || {{Der Agent „{$agent}“ will „{$tool}“ mit diesen Argumenten aufrufen.}} * {{Der Agent „{$agent}“ will „{$tool}“ ({$target}) mit diesen Argumenten aufrufen.}}',
  'agent.ask-budget':
    '.input {$scope :string} .match $scope run {{Der Lauf hat seine Grenze erreicht ({$limit :message}): {$used :message} von {$max :message}. Um den Betrag unten erhöhen, anhalten oder das bisherige Ergebnis nehmen.}} month {{Die Monatsgrenze ist erreicht ({$limit :message}): {$used :message} von {$max :message}. Für diesen Lauf um den Betrag unten erhöhen, anhalten oder das bisherige Ergebnis nehmen.}} * {{Der Agent „{$agent}“ hat seine Grenze erreicht ({$limit :message}): {$used :message} von {$max :message}. Um den Betrag unten erhöhen, anhalten oder das bisherige Ergebnis nehmen.}}',
  'agent.limit':
    '.input {$limit :string} .match $limit steps {{Modellanfragen}} toolCalls {{Werkzeugaufrufe}} inputTokens {{Eingabe-Token}} outputTokens {{Ausgabe-Token}} cost {{Kosten}} * {{Zeit}}',
  'agent.amount':
    '.input {$limit :string} .match $limit cost {{{$amount :cost}}} ms {{{$amount :duration}}} * {{{$amount :number}}}',
  'agent.stopped': '„{$agent}“ wurde an einer Grenze angehalten ({$limit :message}).',
  'agent.stopped.hint': 'Die Grenze erhöhen und erneut ausführen.',
  'agent.refused':
    '.input {$said :string} .match $said || {{Das Modell des Agenten „{$agent}“ hat die Aufgabe abgelehnt.}} * {{Das Modell des Agenten „{$agent}“ hat die Aufgabe abgelehnt: {$said}}}',
  'agent.refused.hint': 'Die Aufgabe ändern oder ein anderes Modell wählen.',
  'agent.answer-invalid': 'Die Antwort des Agenten „{$agent}“ passt nicht zu ihrem Schema: {$violation}',
  'agent.answer-invalid.hint': 'Das Schema vereinfachen oder ein anderes Modell wählen.',
  'agent.no-price': 'Der Preis von „{$model}“ ist unbekannt; die Kosten sind nicht begrenzbar.',
  'agent.no-price.hint': 'Die Preise in den Einstellungen angeben oder die Kostengrenze entfernen.',
  'agent.answer-truncated': 'Die Antwort wurde bei {$tokens :integer} Token abgeschnitten.',
  'agent.answer-truncated.hint': 'Die Grenze der Token je Antwort erhöhen.',
  'agent.partial-result': 'Der Agent wurde an einer Grenze beendet; sein letzter Text ist das Ergebnis.',
  'agent.partial-result.hint': 'Für eine vollständige Antwort mit höheren Grenzen ausführen.',
  'agent.unpriced':
    '.input {$count :integer} .match $count one {{Der Preis von {$count} Anfrage ist unbekannt.}} * {{Der Preis von {$count} Anfragen ist unbekannt.}}',

  'rows-model.summary.classify': 'Ordnet `{$column}` einem von {$labels :list max=6} zu',
  'rows-model.summary.extract': 'Entnimmt {$fields :list max=6} aus `{$column}`',
  'rows-model.summary.summarize': 'Fasst `{$column}` zusammen',
  'rows-model.summary.translate': 'Übersetzt `{$column}`: {$language}',
  'rows-model.no-labels': 'Es gibt weniger als zwei Klassen.',
  'rows-model.no-labels.hint': 'Jede Klasse in eine eigene Zeile schreiben.',
  'rows-model.no-fields': 'Es sind keine Felder angegeben.',
  'rows-model.no-fields.hint': 'Ein Feld mit Namen und Typ hinzufügen.',
  'rows-model.no-language': 'Es ist keine Zielsprache angegeben.',
  'rows-model.no-language.hint': 'Den Namen einer Sprache eingeben.',
  'rows-model.ask-cost':
    'Eine Stichprobe von {$sample :integer} der {$values :integer} Werte ist fertig. Der Rest kostet etwa {$cost :message}. Fortfahren, anhalten oder sie nehmen.',
  'rows-model.ask-unpriced':
    'Eine Stichprobe von {$sample :integer} der {$values :integer} Werte ist fertig. Der Rest braucht etwa {$requests :integer} Anfragen, Preis unbekannt. Fortfahren, anhalten oder sie nehmen.',
  'rows-model.cost-by-table': '{$cost :message} (Preise vom {$date :string})',
  'rows-model.estimate':
    '.input {$values :integer} .input {$requests :integer} .match $values $requests one * {{Ein Lauf fragt {$model} nach {$values} Wert, für etwa {$cost :message}.}} * one {{Ein Lauf fragt {$model} nach {$values} verschiedenen Werten in {$requests} Anfrage, für etwa {$cost :message}.}} * * {{Ein Lauf fragt {$model} nach {$values} verschiedenen Werten in {$requests} Anfragen, für etwa {$cost :message}.}}',
  'rows-model.estimate-unpriced':
    '.input {$values :integer} .input {$requests :integer} .match $values $requests one * {{Ein Lauf fragt nach {$values} Wert; der Preis ist unbekannt.}} * one {{Ein Lauf fragt nach {$values} verschiedenen Werten in {$requests} Anfrage; der Preis ist unbekannt.}} * * {{Ein Lauf fragt nach {$values} verschiedenen Werten in {$requests} Anfragen; der Preis ist unbekannt.}}',
  'rows-model.stopped': 'Der Knoten wurde nach seiner Stichprobe angehalten.',
  'rows-model.stopped.hint': 'Erneut ausführen, um alle Zeilen zu bearbeiten.',
  'rows-model.too-many':
    'Die Spalte `{$column}` hat {$values :integer} verschiedene Werte; die Grenze ist {$max :integer}.',
  'rows-model.too-many.hint': 'Die Grenze erhöhen oder vorher filtern.',
  'rows-model.unanswered':
    '.input {$count :integer} .match $count one {{Zu {$count} Wert gab das Modell keine gültige Antwort; er ist leer.}} * {{Zu {$count} Werten gab das Modell keine gültige Antwort; sie sind leer.}}',
  'rows-model.unanswered.hint': 'Weniger Werte je Anfrage senden oder ein anderes Modell wählen.',
  'rows-model.sample-only':
    'Nur die Stichprobe von {$sample :integer} Werten hat Antworten; die anderen Zeilen sind leer.',
  'rows-model.progress': '{$done :integer} von {$values :integer} Werten',
}
