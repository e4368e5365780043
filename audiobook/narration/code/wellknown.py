"""What well-known functions and methods mean, as templates: `{0}` is the first argument, `{me}` what it is called on.

A template is used only where the number of arguments is the number it names, so that nothing given goes unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Templates = Mapping[str, tuple[str, ...]]


def _read(table: str) -> Templates:
    """Lines `name, name: template | template for another number of arguments`."""
    found: dict[str, tuple[str, ...]] = {}
    for line in table.strip().split("\n"):
        names, _, templates = line.partition(" = ")
        for name in names.split():
            found[name] = tuple(part.strip() for part in templates.split("|"))
    return found


PYTHON_NOUNS = _read("""
bool = {0} as a boolean
list = an empty list | {0} as a list
tuple = an empty tuple | {0} as a tuple
dict = an empty dictionary | {0} as a dictionary
set = an empty set | the set of {0}
range = a range of {0} | a range from {0} to {1} | a range from {0} to {1} in steps of {2}
sum = the sum of {0}
max = the largest of {0} | the larger of {0} and {1}
min = the smallest of {0} | the smaller of {0} and {1}
abs = the absolute value of {0}
sorted = {0}, sorted
reversed = {0}, reversed
enumerate = {0}, numbered
zip = {0} and {1} in pairs
type = the type of {0}
input = what the user types | what the user answers to {0}
open = the file {0} | the file {0}
round = {0} rounded | {0} rounded to {1} places
next = the next of {0}
iter = an iterator over {0}
repr = the representation of {0}
super = its parent class
""")
"""The builtins of Python, whose names mean other things elsewhere."""

FUNCTION_NOUNS = _read("""
float64 float32 = {0} as a float
int64 int32 int16 int8 uint uint8 uint16 uint32 uint64 = {0} as an integer
string = {0} as a string
byte = {0} as a byte
len strlen cap = the length of {0}
str String strconv.Itoa String.valueOf std::to_string = {0} as a string
int Integer.parseInt strconv.Atoi atoi parseInt = {0} as an integer | {0} as an integer in base {1}
float parseFloat Double.parseDouble atof = {0} as a float
Number = {0} as a number
Boolean = {0} as a boolean
Math.max = the largest of {0} | the larger of {0} and {1}
Math.min = the smallest of {0} | the smaller of {0} and {1}
Math.abs = the absolute value of {0}
fopen os.Open File::open = the file {0}
Math.round = {0} rounded
pd.read_csv = the CSV file {0} | the CSV file {0}
JSON.parse json.loads = {0}, parsed from JSON
JSON.stringify json.dumps = {0} as JSON
Object.keys = the keys of {0}
Object.values = the values of {0}
Object.entries = the entries of {0}
Array.from = an array from {0}
Math.floor = {0} rounded down
Math.ceil = {0} rounded up
Math.random = a random number
Math.sqrt sqrt math.sqrt math.Sqrt = the square root of {0}
Math.pow pow = {0} to the power of {1}
Array = an array of {0} places
Date.now time.Now time.time = the current time
document.getElementById = the element with the ID {0}
document.createElement = a new {0} element
structuredClone = a deep copy of {0}
useRef = a ref to {0}
ref = a ref | a ref of {0}
append = {0} with {1} appended
errors.New = the error {0}
context.Background = the background context
String::from = the string {0}
String::new = an empty string
Vec::new = an empty vector
HashMap::new = an empty hash map
Box::new = a box of {0}
Rc::new Arc::new = a shared pointer to {0}
Rc::clone Arc::clone = a shared clone of {0}
RefCell::new Cell::new = a cell of {0}
Mutex::new = a mutex around {0}
Some = `Some` of {0}
Ok = `Ok` with {0}
Err = an error with {0}
mpsc::channel = a channel
io::stdin = standard input
Duration::from_millis = {0} milliseconds
Duration::from_secs = {0} seconds
malloc = newly allocated memory of {0}
Objects.hash = a hash of {0} | a hash of {0} and {1} | a hash of {0}, {1}, and {2}
url_for = the URL for {0}
os.environ.get = the environment variable {0} | the environment variable {0}, or {1}
os.getenv os.Getenv = the environment variable {0} | the environment variable {0}, or {1}
path.join os.path.join = the path of {0} and {1} | the path of {0}, {1}, and {2}
""")

METHOD_NOUNS = _read("""
strip trim TrimSpace = {me} without surrounding spaces
upper toUpperCase to_uppercase = {me} in upper case
lower toLowerCase to_lowercase = {me} in lower case
keys keySet = the keys of {me}
values = the values of {me}
items = the items of {me}
entries entrySet = the entries of {me}
split = {me} split into words | {me} split at {0}
toString to_string to_owned = {me} as a string
as_str = {me} as a string slice
clone = a clone of {me}
copy = a copy of {me}
size len length = the length of {me}
replace = {me} with {0} replaced by {1}
replaceAll = {me} with each {0} replaced by {1}
unwrap = the unwrapped value of {me}
fill = {me} filled with {0}
toFixed = {me} with {0} decimals
charAt = character {0} of {me}
json = the JSON of {me}
text = the text of {me}
iter iter_mut into_iter stream = {me}
borrow = {me}, borrowed
borrow_mut = {me}, borrowed mutably
mean = the mean of {me}
head = the first rows of {me} | the first {0} rows of {me}
describe = a description of {me}
""")

CONDITIONS = _read("""
isinstance = {0} is an instance of {1}
issubclass = {0} is a subclass of {1}
hasattr = {0} has the attribute {1}
callable = {0} can be called
Array.isArray = {0} is an array
isNaN Number.isNaN = {0} is not a number
any = any of {0} is true
all = all of {0} are true
Objects.equals = {0} equals {1}
reflect.DeepEqual = {0} deeply equals {1}
errors.Is = {0} is {1}
strings.Contains = {0} contains {1}
strings.HasPrefix = {0} starts with {1}
""")

METHOD_CONDITIONS = _read("""
includes contains has = {me} contains {0}
containsKey contains_key = {me} has the key {0}
startswith startsWith starts_with HasPrefix = {me} starts with {0}
endswith endsWith ends_with = {me} ends with {0}
is_empty isEmpty = {me} is empty
isPresent is_some = {me} holds a value
is_none = {me} holds nothing
is_ok = {me} is fine
is_err = {me} is an error
equals = {me} equals {0}
isdigit = {me} is all digits
exists = {me} exists
hasNext = {me} has more
""")

FUNCTION_ACTS = _read("""
free = frees {0}
exit sys.exit os.Exit process.exit std::process::exit System.exit = exits | exits with {0}
time.Sleep time::sleep thread::sleep Thread.sleep = sleeps for {0}
time.sleep sleep = sleeps for {0} seconds
close = closes {0}
fclose = closes {0}
delete = deletes {0} | deletes {1} from {0}
panic = panics with {0}
alert = alerts the user with {0}
t.Helper = marks itself as a helper
t.Parallel = runs in parallel
plt.show = shows the plot
plt.plot = plots {0} | plots {0} and {1}
plt.title = titles the plot {0}
plt.xlabel = labels the x axis {0}
plt.ylabel = labels the y axis {0}
http.HandleFunc = sends requests for {0} to {1}
SpringApplication.run = starts the Spring application
module.exports = exports {0}
createRoot = makes a root in {0}
clearInterval clearTimeout = clears {0}
assert = asserts that {0}
fetch = fetches {0}
drop = drops {0}
""")

METHOD_ACTS = _read("""
append = adds {0} to {me}
push push_back = pushes {0} onto {me}
push_str = appends {0} to {me}
add = adds {0} to {me}
pop = removes the last item of {me}
remove = removes {0} from {me}
insert = inserts {0} into {me} | inserts {0} and {1} into {me}
extend = extends {me} with {0}
sort = sorts {me}
reverse = reverses {me}
clear = clears {me}
close Close = closes {me}
start Start = starts {me}
write Write WriteString = writes {0} to {me}
commit = commits {me}
appendChild = appends {0} to {me}
preventDefault = prevents the default action
stopPropagation = stops the event from spreading
setAttribute = sets the attribute {0} of {me} to {1}
wait Wait = waits for {me}
Lock lock = locks {me}
Unlock unlock = unlocks {me}
listen = starts {me} listening on {0}
raise_for_status = raises an error if {me} failed
put = puts {1} into {me} under {0}
shutdown = shuts {me} down
""")


def placeholders(template: str) -> int:
    """How many arguments a template names."""
    return len(set(re.findall(r"\{\d\}", template)))


def template_for(table: Templates, name: str, given: int) -> str:
    """The template of `name` for that many arguments, or empty."""
    return next((one for one in table.get(name, ()) if placeholders(one) == given), "")
