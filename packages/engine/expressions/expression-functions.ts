/** A function that expressions can call, for completion and help. @internal */
export interface ExpressionFunction {
  /** The name with `$`. */
  name: string
  /** The signature: "$substring(text, start, length?)". */
  call: string
  /** The type of the result. */
  gives: 'text' | 'number' | 'boolean' | 'list' | 'object' | 'any'
  about: string
}

const fn = (call: string, gives: ExpressionFunction['gives'], about: string): ExpressionFunction => ({
  name: call.slice(0, call.indexOf('(')),
  call,
  gives,
  about,
})

/** Every function of JSONata that is not removed (`$eval`), in groups. @internal */
export const expressionFunctions: readonly ExpressionFunction[] = [
  fn('$string(value, prettify?)', 'text', 'Converts a value to text; objects and lists become JSON.'),
  fn('$length(text)', 'number', 'Returns the number of characters.'),
  fn('$substring(text, start, length?)', 'text', 'Returns a part; negative indexes count from the end.'),
  fn('$substringBefore(text, separator)', 'text', 'Returns the text before the first separator.'),
  fn('$substringAfter(text, separator)', 'text', 'Returns the text after the first separator.'),
  fn('$uppercase(text)', 'text', 'Converts to uppercase.'),
  fn('$lowercase(text)', 'text', 'Converts to lowercase.'),
  fn('$trim(text)', 'text', 'Removes leading and trailing whitespace and collapses the rest to single spaces.'),
  fn('$pad(text, width, char?)', 'text', 'Pads to a width; a negative width pads on the left.'),
  fn('$contains(text, pattern)', 'boolean', 'Checks for a substring or a match of a regular expression.'),
  fn('$split(text, separator, limit?)', 'list', 'Splits the text at a separator.'),
  fn('$join(list, separator?)', 'text', 'Joins the items of a list to one text.'),
  fn('$match(text, pattern, limit?)', 'list', 'Returns the matches of a regular expression: match, index, groups.'),
  fn('$replace(text, pattern, replacement, limit?)', 'text', 'Replaces the matches of a pattern.'),
  fn('$base64encode(text)', 'text', 'Encodes as Base64.'),
  fn('$base64decode(text)', 'text', 'Decodes Base64.'),
  fn('$encodeUrlComponent(text)', 'text', 'Encodes a part of a URL.'),
  fn('$encodeUrl(text)', 'text', 'Encodes a URL.'),
  fn('$decodeUrlComponent(text)', 'text', 'Decodes a part of a URL.'),
  fn('$decodeUrl(text)', 'text', 'Decodes a URL.'),
  fn('$number(value)', 'number', 'Converts text to a number; true is 1, false is 0.'),
  fn('$abs(number)', 'number', 'Returns the absolute value.'),
  fn('$floor(number)', 'number', 'Rounds down to an integer.'),
  fn('$ceil(number)', 'number', 'Rounds up to an integer.'),
  fn('$round(number, digits?)', 'number', 'Rounds; halves are rounded to the even digit.'),
  fn('$power(base, exponent)', 'number', 'Raises a number to a power.'),
  fn('$sqrt(number)', 'number', 'Returns the square root.'),
  fn('$random()', 'number', 'Returns a random number from 0 to 1, the same when the run is repeated.'),
  fn('$formatNumber(number, picture, options?)', 'text', 'Formats a number with a picture such as "#,##0.00".'),
  fn('$formatBase(number, base?)', 'text', 'Formats an integer in another base.'),
  fn('$formatInteger(number, picture)', 'text', 'Formats an integer: "w" for words, "I" for Roman numerals.'),
  fn('$parseInteger(text, picture)', 'number', 'Parses an integer that is formatted with a picture.'),
  fn('$sum(numbers)', 'number', 'Returns the sum.'),
  fn('$max(numbers)', 'number', 'Returns the maximum.'),
  fn('$min(numbers)', 'number', 'Returns the minimum.'),
  fn('$average(numbers)', 'number', 'Returns the mean.'),
  fn('$count(list)', 'number', 'Returns the number of items.'),
  fn('$append(list, list)', 'list', 'Concatenates two lists.'),
  fn('$sort(list, function?)', 'list', 'Sorts; a function returns true if its first item comes after the second.'),
  fn('$reverse(list)', 'list', 'Reverses the order.'),
  fn('$shuffle(list)', 'list', 'Shuffles the items; the order is the same when the run is repeated.'),
  fn('$distinct(list)', 'list', 'Removes duplicates.'),
  fn('$zip(list, …)', 'list', 'Returns lists of the first items, of the second items, and so on.'),
  fn('$boolean(value)', 'boolean', 'Returns false for no value, null, 0, and an empty text, list or object.'),
  fn('$not(value)', 'boolean', 'Returns the opposite of $boolean.'),
  fn('$exists(value)', 'boolean', 'Checks whether there is a value.'),
  fn('$keys(object)', 'list', 'Returns the keys of an object.'),
  fn('$lookup(object, key)', 'any', 'Returns the value of a computed key.'),
  fn('$spread(object)', 'list', 'Splits an object into objects with a single key.'),
  fn('$merge(objects)', 'object', 'Merges objects; later values replace earlier ones.'),
  fn('$sift(object, function)', 'object', 'Keeps the entries for which a function returns true.'),
  fn('$each(object, function)', 'list', 'Returns the results of a function for each value and key.'),
  fn('$type(value)', 'text', '"string", "number", "boolean", "null", "array", "object" or "function".'),
  fn('$map(list, function)', 'list', 'Returns the results of a function for each item.'),
  fn('$filter(list, function)', 'list', 'Keeps the items for which a function returns true.'),
  fn('$single(list, function?)', 'any', 'Returns the only item that matches; fails if there is not exactly one.'),
  fn('$reduce(list, function, start?)', 'any', 'Combines all items: the function gets the result so far and an item.'),
  fn('$error(message?)', 'any', 'Fails with a message.'),
  fn('$assert(condition, message?)', 'any', 'Fails if the condition is false.'),
  fn('$clone(value)', 'any', 'Returns a copy.'),
  fn('$now(picture?, zone?)', 'text', 'Returns the start time of the node as ISO text or formatted with a picture.'),
  fn('$millis()', 'number', 'Returns the start time of the node in milliseconds since 1970.'),
  fn('$fromMillis(number, picture?, zone?)', 'text', 'Formats a time.'),
  fn('$toMillis(text, picture?)', 'number', 'Parses a time; returns milliseconds since 1970.'),
]
