import { monthNames } from '../loading/columns/month-names.ts'

const monthWords = new Set(Object.values(monthNames).flatMap((names) => names.flatMap((name) => name.split('|'))))

const weekdayWords = new Set(
  `monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
  montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
  lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
  lunes martes miércoles miercoles jueves viernes sábado sabado domingo mié jue vie sáb dom
  lunedì martedì mercoledì giovedì venerdì sabato domenica gio
  segunda terça quarta quinta sexta segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
  maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
  poniedziałek wtorek środa czwartek piątek sobota niedziela`.split(/\s+/),
)

const normalizeWord = (value: string): string => value.trim().toLowerCase().replace(/\.$/, '')

/** Returns whether a value is the name or abbreviation of a month in any language in which dates can be parsed. */
export const isMonthName = (value: string): boolean => monthWords.has(normalizeWord(value))

/** Returns whether a value is the name or abbreviation of a weekday in a major European language. */
export const isWeekdayName = (value: string): boolean => weekdayWords.has(normalizeWord(value))
