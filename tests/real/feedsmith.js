// Reads a feed with feedsmith and prints it as JSON; then what is left of it after feedsmith has written it anew.
const { readFileSync } = require("fs");
const { generateRssFeed, parseRssFeed } = require("feedsmith");

const feed = parseRssFeed(readFileSync(process.argv[2], "utf8"));
const again = parseRssFeed(generateRssFeed(feed, { lenient: true }));
console.log(JSON.stringify({ feed, again }));
