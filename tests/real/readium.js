// Opens a packaged audiobook as readers built on Readium do, and prints what they know of it as JSON.
const { PublicationParsePromise } = require("r2-shared-js/dist/es8-es2017/src/parser/publication-parser");

async function bytesOf(zip, name) {
  const { stream } = await zip.entryStreamPromise(name);
  let size = 0;
  for await (const part of stream) size += part.length;
  return size;
}

(async () => {
  const book = await PublicationParsePromise(process.argv[2]);
  const zip = book.findFromInternal("zip").Value;
  const titles = (entries) => (entries || []).map((entry) => [entry.Title, entry.Href, titles(entry.Children)]);
  const spine = [];
  for (const link of book.Spine) {
    spine.push({ title: link.Title, href: link.Href, type: link.TypeLink, duration: link.Duration, bitrate: link.Bitrate, bytes: await bytesOf(zip, link.Href) });
  }
  console.log(JSON.stringify({
    kind: book.findFromInternal("type").Value,
    title: book.Metadata.Title,
    author: book.Metadata.Author.map((each) => each.Name),
    narrator: book.Metadata.Narrator.map((each) => each.Name),
    language: book.Metadata.Language,
    duration: book.Metadata.Duration,
    cover: book.GetCover().Href,
    spine,
    toc: titles(book.TOC),
  }));
  book.freeDestroy();
})().catch((error) => { console.error(error); process.exit(1); });
