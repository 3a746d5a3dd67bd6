export const filterVerbs =
  /\b(?:filter\w*|keep|only|just|nur|leave (?:\w+ )?out|lass\w* .*weg|weglassen|ignor\w*|skip|behalt\w*|exclude|excluding|ausschlies\w*|discard|omit|drop|delete|remove|throw (?:out|away)|take out|get rid of|entfern\w*|losch\w*|raus\w*|herausfilter\w*|aussortier\w*|verw[ie]rf\w*|select rows|rows (?:where|with|that)|zeilen,? (?:mit|bei|in|wo))\b/

export const removalVerbs =
  /\b(?:(?:ohne|without) (?:the |die |all |alle )?(?:rows|entries|records|zeilen|eintrage|datensatze)|remove|leave (?:\w+ )*out|lass\w* .*weg|weglassen|ignor\w*|skip|drop|delete|exclude|excluding|discard|omit|filter out|throw (?:out|away)|take out|get rid of|kick out|entfern\w*|losch\w*|ausschlies\w*|verw[ie]rf\w*|raus\w*|herausfilter\w*|aussortier\w*|weg(?:werfen|fallen|nehmen)|rausnehmen|streich\w*)\b/
