import type { German } from './german.ts'
import type { documentMessages as english } from '../english/document.ts'

export const documentMessages: German<typeof english> = {
  'workflow.not-json': 'Das ist kein gültiges JSON: {$reason :message}',
  'workflow.not-json.hint':
    'Eine Ablaufdatei wählen: JSON mit „name“, „nodes“ und „edges“ (oder „connections“ oder „steps“).',
  'json.malformed': 'Das ist kein gültiges JSON: {$reason :message}',
  'json.empty': 'es ist leer.',
  'json.unexpected-at':
    'unerwartet ist {$found :message} in Zeile {$line :integer}, Spalte {$column :integer}; erwartet wird {$expected :message}.',
  'json.end': 'das Ende des Textes',
  'json.a-value': 'ein Wert',
  'json.a-name': 'ein Name in doppelten Anführungszeichen',
  'json.closing-quote': 'ein schließendes Anführungszeichen',
  'json.closing-quote-before-break': 'ein schließendes Anführungszeichen (Zeilenumbrüche als \\\\n schreiben)',
  'json.an-escape': 'eine JSON-Maskierung (\\\\" \\\\\\\\ \\\\/ \\\\b \\\\f \\\\n \\\\r \\\\t \\\\uXXXX)',
  'json.sign': '„{$sign}“',
  'json.sign-or-end': '„{$sign}“ oder „{$end}“',
  'yaml.malformed': 'Das ist kein gültiges YAML: {$reason :message}',
  'yaml.malformed.hint': 'Berichtigen, oder dasselbe Dokument als JSON senden.',
  'yaml.too-long': 'es hat mehr als {$max :integer} Zeichen.',
  'yaml.syntax': 'Zeile {$line :integer}: {$detail}.',
  'yaml.too-deep': 'es ist zu tief geschachtelt.',
  'workflow.not-an-object': 'Ein Ablauf muss ein JSON-Objekt sein, das ist {$found :message}.',
  'workflow.not-an-object.hint':
    'Eine Ablaufdatei wählen: JSON mit „name“, „nodes“ und „edges“ (oder „connections“ oder „steps“).',
  'workflow.too-deep': 'Dieser Ablauf ist tiefer als {$max :integer} Ebenen geschachtelt.',
  'workflow.too-deep.hint': 'Seine Einstellungen flacher schreiben.',
  'workflow.reserved-name': '„{$name}“ bei {$path} ist ein reservierter Name.',
  'workflow.reserved-name.hint': 'Umbenennen.',
  'workflow.unknown-shape':
    '.input {$count :integer} .match $count 0 {{Der Ablauf hat kein „nodes“: Er hat keine Eigenschaften.}} * {{Der Ablauf hat kein „nodes“ (hat {$names :list max=8}).}}',
  'workflow.unknown-shape.hint':
    'Ein Ablauf ist JSON mit „name“, „nodes“ und „edges“ (oder „connections“ oder „steps“).',
  'workflow.invalid':
    '.input {$path :string} .match $path || {{Der Ablauf: {$reason :message}.}} * {{{$path}: {$reason :message}.}}',
  'workflow.invalid.hint': 'Ein Ablauf ist JSON mit „name“, „nodes“ und „edges“ (oder „connections“ oder „steps“).',
  'workflow.newer-version':
    'Dieser Ablauf hat die Formatversion {$version}; dieses Programm kennt Versionen bis {$supported}.',
  'workflow.newer-version.hint': 'Das Programm aktualisieren, oder den Ablauf in einer älteren Version exportieren.',
  'workflow.unknown-step':
    'Ein Schritt hängt von „{$step}“ ab, den es im Ablauf nicht gibt (hat {$steps :list max=8}).',
  'workflow.unknown-step.hint': 'Die Kennung eines seiner Schritte angeben.',
  'value.expected-only': 'erwartet wird {$expected :message}',
  'value.expected': 'erwartet wird {$expected :message}, gefunden ist {$found :message}',
  'value.refused': '{$reason :message} (gefunden: {$found :message})',
  'value.with-found': '{$reason :message}, gefunden: {$found :message}',
  'value.unknown-keys':
    '.input {$count :integer} .match $count one {{unbekannte Eigenschaft {$keys :list quote=text}}} * {{unbekannte Eigenschaften {$keys :list quote=text}}}',
  'value.string': 'Text',
  'value.number': 'eine Zahl',
  'value.integer': 'eine ganze Zahl',
  'value.boolean': 'true oder false',
  'value.object': 'ein Objekt',
  'value.array': 'ein Array',
  'value.empty-array': 'ein leeres Array',
  'value.nothing': 'nichts',
  'value.supported': 'ein unterstützter Wert',
  'value.one-of': '{$values :list type=or}',
  'value.max': 'höchstens {$max}',
  'value.min': 'mindestens {$min}',
  'value.max-characters': 'höchstens {$max :integer} Zeichen',
  'value.min-characters': 'mindestens {$min :integer} Zeichen',
  'value.max-items':
    '.input {$max :integer} .match $max one {{höchstens {$max} Eintrag}} * {{höchstens {$max} Einträge}}',
  'value.min-items':
    '.input {$min :integer} .match $min one {{mindestens {$min} Eintrag}} * {{mindestens {$min} Einträge}}',
  'value.id-characters': 'Buchstaben, Ziffern, „_“, „.“, „:“ oder „-“ verwenden, höchstens 128 Zeichen',
  'value.name-missing': 'Ein Ablauf braucht einen Namen',
  'value.name-too-long': 'Ein Name hat höchstens 200 Zeichen',
  'edit.invalid': '{$reason :message}',
  'edit.invalid.hint': 'Der Ablauf ist unverändert. Den Wert ändern und noch einmal versuchen.',
  'edit.setting-unnamed': 'Die Änderung nennt keine Einstellung.',
  'edit.too-deep': 'Diese Einstellungen sind tiefer als {$max :integer} Ebenen geschachtelt.',
  'edit.reserved-name': '„{$name}“ ist ein reservierter Name und lässt sich in Einstellungen nicht verwenden.',
  'edit.value-refused':
    '.input {$path :string} .match $path || {{Der Wert {$value :message} ({$part}) ist nicht gültig: {$reason :message}.}} * {{Der Wert {$value :message} ({$part}) ist bei {$path} nicht gültig: {$reason :message}.}}',
  'edit.value-cut': '{$start}… ({$length :integer} Zeichen)',
  'edit.refused': '{$reason :message}',
  'edit.refused.hint': 'Der Ablauf hat sich inzwischen geändert. Noch einmal versuchen.',
  'edit.id-taken':
    '.input {$kind :string} .match $kind edge {{Eine Verbindung mit der Kennung „{$id}“ gibt es schon.}} group {{Eine Gruppe mit der Kennung „{$id}“ gibt es schon.}} note {{Eine Notiz mit der Kennung „{$id}“ gibt es schon.}} * {{Einen Knoten mit der Kennung „{$id}“ gibt es schon.}}',
  'edit.not-found':
    '.input {$kind :string} .match $kind edge {{Die Verbindung „{$id}“ gibt es nicht.}} group {{Die Gruppe „{$id}“ gibt es nicht.}} note {{Die Notiz „{$id}“ gibt es nicht.}} node {{Den Knoten „{$id}“ gibt es nicht.}} * {{„{$id}“ ist nicht in {$kind}.}}',
  'edit.no-workflow-inside': 'Die Einstellung „{$setting}“ von „{$node}“ ist kein Ablauf: {$reason :message}',
  'document.edge-aside':
    'Die Verbindung von „{$source}“ nach „{$target}“ ist entfernt: {$missing :list quote=text} gibt es nicht mehr.',
  'document.edge-aside.hint': 'Die Knoten neu verbinden, wo sie noch gebraucht werden.',
  'document.same-id':
    '.input {$kind :string} .match $kind edge {{Zwei Verbindungen haben die Kennung „{$id}“; die zweite heißt jetzt „{$other}“.}} group {{Zwei Gruppen haben die Kennung „{$id}“; die zweite heißt jetzt „{$other}“.}} note {{Zwei Notizen haben die Kennung „{$id}“; die zweite heißt jetzt „{$other}“.}} * {{Zwei Knoten haben die Kennung „{$id}“; der zweite heißt jetzt „{$other}“.}}',
  'document.same-id.hint': 'Beide vergleichen und den überflüssigen entfernen.',
  'plan.cells-repaired': '{$cells :integer} Zellen ({$rule}). Zuerst: {$reason :message}',
  'plan.rows-deduplicated': '{$rows :integer} Zeilen. Zuerst Zeile {$row :integer}: {$reason :message}',
  'value.variable-name': 'Buchstaben, Ziffern und „_“ verwenden, nicht mit einer Ziffer beginnen',
  'json.malformed.hint': 'Den JSON-Text berichtigen, etwa \\{"name": "Ada"\\}.',
  'plan.edit-no-links': 'Der Plan hat keine Verbindungen.',
  'plan.edit-id':
    '.input {$id :string} .match $id || {{Die Operation hat keine ID.}} * {{Der Plan hat schon eine Operation mit der ID `{$id}`.}}',
  'plan.edit-no-operation': 'Der Plan hat keine Operation `{$id}` (vorhanden: {$ids :list quote=code max=8}).',
  'plan.edit-before-itself': 'Operation `{$id}` kann nicht vor sich selbst stehen.',
  'plan.edit-invalid':
    '.input {$path :string} .match $path || {{Die Operation ist ungültig: {$reason :message}.}} * {{Die Operation ist ungültig bei {$path}: {$reason :message}.}}',
}
