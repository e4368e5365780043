// Reads a feed as podcast-partytime does, the parser of the Podcast Index, and prints it as JSON.
const { readFileSync } = require("fs");
const { parseFeed } = require("podcast-partytime");

const feed = parseFeed(readFileSync(process.argv[2], "utf8"));
if (!feed) throw new Error("no feed");
console.log(JSON.stringify(feed));
