/** Has Node load its own `fetch`, which it does when something of it is first looked at. */
void globalThis.Response
