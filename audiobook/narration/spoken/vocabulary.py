"""How names, acronyms and abbreviations of technical prose are said: true vocabulary, no rules.

Keys are lower case unless a table says otherwise. Single capitals in a value are spelled letters ("S Q L").
Tables are strings split at import, which is quicker to load and easier to extend than literals.
"""

from __future__ import annotations


def _table(rows: str) -> dict[str, str]:
    """Rows of `written = spoken` separated by semicolons or newlines."""
    pairs = (row.partition("=") for row in rows.replace("\n", ";").split(";") if row.strip())
    return {written.strip(): spoken.strip() for written, _, spoken in pairs}


def spelled(letters: str) -> str:
    """Letters as they are spelled aloud: "sql" -> "S Q L"."""
    return " ".join(letters.upper())


# Products, tools, languages and people's names for them; any case, in prose and in code.
NAMES = _table("""
airbnb = air B N B; angularjs = angular J S; apache = apache; arduino = arduino; argocd = argo C D
arxiv = archive; autoscaling = auto scaling; bigquery = big query; bitbucket = bit bucket; bittorrent = bit torrent
bytea = byte A; cassandra = cassandra; centos = cent O S; circleci = circle C I; clickhouse = click house
cloudflare = cloud flare; cloudformation = cloud formation; cloudfront = cloud front; cloudwatch = cloud watch
codebase = code base; coffeescript = coffee script; couchdb = couch D B; datadog = data dog; devops = dev ops
devtools = dev tools; docusaurus = docusaurus; dynamodb = dynamo D B; ebpf = E B P F; ecmascript = ecma script
elasticache = elasti cache; elasticsearch = elastic search; eslint = E S lint; eventbridge = event bridge
facebook = facebook; fastapi = fast A P I; ffmpeg = F F mpeg; firefox = fire fox; freebsd = free B S D
genserver = gen server; gitignore = git ignore; github = git hub; gitlab = git lab; gitops = git ops; gpt = G P T
graphiql = graphical; graphql = graph Q L; grpc = G R P C; haproxy = H A proxy; hashicorp = hashi corp
heex = heex; hexdocs = hex docs; hostname = host name; htmx = H T M X; httpie = H T T pie; influxdb = influx D B
intellij = intelli J; ios = I O S; ipados = I pad O S; iphone = I phone; ipad = I pad; javascript = java script
jetbrains = jet brains; jquery = J query; jsonb = jason B; jsonp = jason P; jupyter = jupiter; jvm = J V M
kubectl = kube control; kubernetes = kubernetes; latex = lay tech; leetcode = leet code; lerna = lerna
linkedin = linked in; liveview = live view; livebook = live book; localhost = local host; lodash = low dash
macos = mac O S; macbook = mac book; makefile = make file; mariadb = maria D B; matplotlib = mat plot lib
memcached = mem cache D; mongodb = mongo D B; mypy = my pie; mysql = my S Q L; namespace = namespace; neo4j = neo four J
neovim = neo vim; netbsd = net B S D; netflix = netflix; newrelic = new relic; nginx = engine X; nodejs = node J S
nosql = no S Q L; npm = N P M; npx = N P X; numpy = num pie; nuxt = nuxt; oauth = O auth; openai = open A I
openapi = open A P I; openbsd = open B S D; opencv = open C V; openid = open I D; opensearch = open search
openssh = open S S H; openssl = open S S L; opentelemetry = open telemetry; pgbouncer = P G bouncer; phpunit = P H P unit
playwright = play wright; plpgsql = P L P G S Q L; pnpm = P N P M; postgres = postgres; postgresql = postgres Q L
powershell = power shell; prometheus = prometheus; psql = P S Q L; pubsub = pub sub; pycharm = pie charm
pygame = pie game; pypi = pie P I; pypy = pie pie; pyspark = pie spark; pytest = pie test; pytorch = pie torch
rabbitmq = rabbit M Q; readme = read me; regex = regex; repl = repl; rubocop = rubo cop; rubygems = ruby gems
safari = safari; sass = sass; scipy = sci pie; scikit = sigh kit; sharepoint = share point; sqlalchemy = S Q L alchemy; sqlite = S Q lite
sqlserver = S Q L server; stackoverflow = stack overflow; sudo = sudo; systemd = system D; tensorflow = tensor flow
terraform = terraform; textmate = text mate; typescript = type script; ubuntu = ubuntu; uncss = un C S S
unix = unix; vuejs = view J S; vue = view; webassembly = web assembly; webgl = web G L; webhook = web hook
webpack = web pack; webrtc = web R T C; websocket = web socket; wikipedia = wikipedia; wordpress = word press
xcode = X code; youtube = you tube; zeromq = zero M Q; zookeeper = zoo keeper; zsh = Z shell
ecto = ecto; phoenix = phoenix; redis = redis; elixir = elixir; erlang = erlang; django = django; debian = debian; linux = linux
changeset = change set; datetime = date time; timestamp = time stamp; middleware = middleware; timestamptz = time stamp T Z
i18n = I eighteen N; l10n = L ten N; a11y = A eleven Y; k8s = kubernetes; e2e = end to end; b2b = B to B; b2c = B to C; p2p = peer to peer
esc = escape; ctrl = control; pgup = page up; pgdn = page down; matlab = mat lab; ocaml = O camel; chatgpt = chat G P T; esri = esri
wwi = world war one; wwii = world war two; ww1 = world war one; ww2 = world war two; saas = sass; paas = pass; iaas = I A A S; faas = F A A S; iot = I O T; mlops = M L ops; devsecops = dev sec ops; finops = fin ops; wifi = wifi
vscode = V S code; vim = vim; nvidia = nvidia; hdfs = H D F S; pdfs = P D F's; wi-fi = wifi; o'reilly = oreilly
bibtex = bib tech; tex = tech; xelatex = zee lay tech; iterm = I term; nats = nats; grafana = grafana; vite = veet; nuget = new get
homebrew = home brew; lua = lua; qt = cute; gnu = gnu; emacs = E macs; sql = S Q L; openjdk = open J D K; mcp = M C P
dockerfile = docker file; procfile = proc file; gemfile = gem file; rakefile = rake file; vagrantfile = vagrant file; jenkinsfile = jenkins file
iex = I E X; irb = I R B; ipython = I python; plpython = P L python; uuidv4 = U U I D V four; uuidv7 = U U I D V seven; nan = not a number
youtu = you tu; asyncio = async I O; aiohttp = A I O H T T P; xunit = X unit; junit = J unit; nunit = N unit; exunit = E X unit; stdlib = standard lib
golang = go lang; rustlang = rust lang; crates = crates; docstring = doc string; stringio = string I O; hstore = H store
""")

# Acronyms that are said as a word, whatever their case.
SAID_AS_WORDS = _table("""
ascii = ascii; beam = beam; captcha = captcha; crud = crud; cuda = cuda; gui = gooey; guis = gooeys; jpeg = jpeg; jpg = jpeg
json = jason; yaml = yaml; toml = toml; rest = rest; restful = restful; soap = soap; ajax = ajax; dom = dom; ram = ram; rom = rom; ssd = S S D
mac = mac; lan = lan; wan = wan; vlan = V lan; nas = nas; raid = raid; cors = cors; acid = acid; cap = cap; solid = solid; dry = dry; kiss = kiss
yagni = yagni; nasa = nasa; nato = nato; unesco = unesco; unicef = unicef; opec = opec; aids = aids; laser = laser; radar = radar; scuba = scuba
gif = gif; giff = giff; png = P N G; bios = bios; posix = posix; basic = basic; cobol = cobol; fortran = fortran; lisp = lisp; bash = bash; perl = perl
wysiwyg = wizzy wig; scsi = scuzzy; sata = say ta; dos = dos; ddos = D dos; nic = nic; pin = pin; sim = sim; mime = mime; jit = jit; lamp = lamp; mean = mean
fifo = fifo; lifo = lifo; gan = gan; bert = bert; owasp = owasp; cern = cern; icann = icann; ieee = I triple E; pojo = poe joe
saml = sam L; ldap = ldap; iops = iops; ebcdic = eb see dick; vim = vim; spa = S P A; wasm = wasm; cidr = cider; gnome = gnome; asap = A S A P; covid = covid; fema = fema
odata = O data; olap = oh lap; oltp = O L T P; crdt = C R D T; moscow = moscow; ping = ping; lob = lob; blob = blob; clob = clob; unix = unix; swat = swat; fomo = fomo; grep = grep; cron = cron; tls = T L S
""")

# Spelled whatever their case, also inside identifiers; none of them is an English word.
LETTERS = frozenset(
    """
    abi acl aes ami amqp api aps arn arpa asn aws bdd bsd btc cbc cdk cdn cfg cgi cia cjs cli cmd cms cns cpp cpu cqrs crc crlf crm cs csp csrf css
    csv ctl cve db dba dbms dbs dd ddl ddd dhcp dkim dll dml dmz dns dpi drm dsl dsn dtd dto dvd ebs ec ecr ecs efs eks elb elf emr eof eol ers
    esm etl ets ex exs ext faq fbi fft fk fp fps fs ftp gb gbp gc gcc gcp gdb gdpr ghz gis gpg gpl gps gpu grpc gsi guid gz hdd hdmi hmac hpa hr
    hsl html http https hz iam ibm icu id ide idl imap io iot ip ipc ipv irc isbn isp iv jdbc jdk jpa jre js jsx jwk jwt kb kms kpi ksuid ktx
    llm llvm lru lsi lsp lts lvm lxc md mb mfa mib mp mpp mq mqtt ms msi mtu mvc mvcc mvp mvvm mx nat ndjson nfs nio nlp nlu npc npm ntp ocr
    odbc oidc ok oltp oop orm os osi osx otp p2p pc pdf pem pg pgp php pid pk png pn pojo pr pvc px pyc qa qps qr ql rb rbac rc rds rdbms rfc
    rgb rgba rhs lhs rna dna rpc rpm rs rsa rsi rss rtc rtl rtt s3 scm scp scss sdk sdn sec seo sfn sftp sgml sha shm sk sla slo sli sms smtp sns
    spf sqs src ssd ssh ssl sso ssr ssn ssm stdio std sts svg svn tcp tdd tdp tf tgz tld tls tmp tpu ts tsv tsx tty ttl tui tv udp ui uid gid uml
    un uri url usb usd utc utf uuid ulid ux vcs vm vms vpc vpn vps vr waf wal wsdl wsgi www xhr xhtml xml xpath xslt xsd xss yml asgi jpg kv
    mpeg hdr nvm gtk gmt pst cet bst cst pdt edt mdt cest sql plsql tsql dql gql cte dag rdd tps qos sre sli cicd ci cd pcm rds cjk lcd led
    xlsx docx pptx wav mkv mp4 mp3 avi bmp ico webp ttf woff xz bz2 zsh ksh fzf jq yq rtf ps1 psd tcl awk hcl lhc npx tfa totp hotp mtls sni alpn
    gpt llms tty pty bpm cnc ssg isr cwd pwd vpa oci cni csi crd cri ecdsa dsa ecdh sbt jar ebnf bnf ast cst jvm clr gwt ddb pgsql stdlib
    """.split()
) - frozenset(
    "cfg cmd sec ext src std stdio tmp jar elf un ok awk webp jpg s3 mp3 mp4 bz2 ps1 p2p ms hr ico stdlib".split()
)

# Fragments of identifiers, commands, paths and file names (code only).
CODE_WORDS = _table("""
argv = arg V; argc = arg C; args = args; kwargs = keyword args; usr = user; etc = E T C; src = source; tmp = temp; lib = lib; libs = libs; pkg = package
cmd = command; cfg = config; conf = conf; ctx = context; env = env; envs = envs; venv = venv; dev = dev; prod = prod; init = init; std = standard; opt = opt; opts = opts
stdin = standard in; stdout = standard out; stderr = standard error; stdio = standard I O; println = print line; printf = print F; sprintf = S print F; fmt = format
fprintf = F print F; scanf = scan F; strlen = string length; strcmp = string compare; malloc = malloc; calloc = C alloc; realloc = re alloc; sizeof = size of; typeof = type of; instanceof = instance of
str = string; int = int; uint = U int; bool = bool; char = char; varchar = var char; nvarchar = N var char; bigint = big int; bigserial = big serial; smallint = small int; tinyint = tiny int; func = func; fn = function; fun = fun; def = def; defp = def P; defmodule = def module; defstruct = def struct; defmacro = def macro; deffn = def function
elif = el if; elsif = else if; elseif = else if; async = async; await = await; len = len; idx = index; num = num; nums = nums; arr = array; obj = object; ptr = pointer; ref = ref; attr = attr; attrs = attrs; elem = element; msg = message; err = error; errs = errors; req = request; res = res; resp = response
btn = button; img = image; txt = text; dir = dir; dirs = dirs; fs = F S; acc = accumulator; prev = previous; tbl = table; col = column; cols = columns; pos = position; param = param; params = params; val = value; vals = values; calc = calc; util = util; utils = utils; auth = auth; authz = auth Z; authn = auth N
chmod = C H mod; chown = C H own; chgrp = C H group; mkdir = make dir; rmdir = remove dir; grep = grep; egrep = E grep; wget = W get; curl = curl; sudo = sudo; awk = awk; sed = sed; fsck = F S check; mkfs = make F S; nohup = no hup; xargs = X args; umask = U mask; uname = U name; whoami = who am I; ifconfig = I F config; nslookup = N S lookup; netstat = net stat; lsof = L S O F; printenv = print env; htop = H top; tmux = T mux; iptables = I P tables; crontab = cron tab; systemctl = system control; journalctl = journal control; killall = kill all; ln = L N; pgrep = P grep; pkill = P kill
exs = E X S; eex = E E X; leex = L E E X; heex = H E E X; erb = E R B; hrl = H R L; erl = E R L; jpg = jpeg; jpeg = jpeg; ico = I C O; webp = web P; mp3 = M P three; mp4 = M P four; rst = R S T; sh = S H; py = P Y; pyi = P Y I; tfvars = T F vars; tfstate = T F state; lockfile = lock file; jar = jar
tsconfig = T S config; jsconfig = J S config; eslintrc = E S lint R C; bashrc = bash R C; zshrc = Z S H R C; vimrc = vim R C; npmrc = N P M R C; gitconfig = git config; gitmodules = git modules; gitattributes = git attributes; dockerignore = docker ignore; npmignore = N P M ignore; editorconfig = editor config; pyproject = pie project; pycache = pie cache; conftest = conf test; setuptools = setup tools; distutils = dist utils; virtualenv = virtual env; mixfile = mix file; ndarray = N D array; iterrows = iter rows; groupby = group by; orderby = order by; itertools = iter tools; functools = func tools; urllib = U R L lib; httpx = H T T P X; psycopg = psycho P G; pyplot = pie plot; linalg = lin alg; mathjs = math J S
oneline = one line; sqrt = square root; rsqrt = R square root; upcase = up case; downcase = down case; tofloat = to float; getenv = get env; setenv = set env; putenv = put env; dotenv = dot env; hashmap = hash map; arraylist = array list; readline = read line; readlines = read lines; writeln = write line; writeline = write line; readfile = read file; listdir = list dir; isnull = is null; isempty = is empty; nullptr = null pointer; constexpr = const expression; enum = enum; struct = struct; typedef = type def; ifdef = if def; ifndef = if not def; endif = end if; endfor = end for; goto = go to; foreach = for each; parseint = parse int; tolist = to list; tostring = to string; ioctl = I O C T L; mutex = mutex; subprocess = subprocess; multiprocessing = multiprocessing; keygen = key gen; setup = setup; lookup = lookup; login = login; username = username; userid = user I D; dbname = D B name; hostname = host name; pathname = path name; classname = class name; nbsp = N B S P; onclick = on click; onchange = on change; onsubmit = on submit; innerhtml = inner H T M L; innertext = inner text; flexbox = flex box; maxlength = max length; tabindex = tab index; colspan = col span; href = H ref; noopener = no opener; srcset = source set; readonly = read only; usecase = use case; pgpassword = P G password; pguser = P G user; pghost = P G host; pgport = P G port; pgdatabase = P G database; ld = L D; pythonpath = python path; gopath = go path; goroot = go root; classpath = class path; nodename = node name; erlexec = E R L exec
setex = set E X; setnx = set N X; psetex = P set E X; getset = get set; getdel = get del; getex = get E X; mget = M get; mset = M set; msetnx = M set N X; incrby = increment by; incr = increment; decr = decrement; decrby = decrement by; incrbyfloat = increment by float; hget = H get; hset = H set; hmget = H M get; hmset = H M set; hgetall = H get all; hdel = H del; hincrby = H increment by; hexists = H exists; hkeys = H keys; hvals = H vals; hlen = H len; hscan = H scan; hsetnx = H set N X; lpush = L push; rpush = R push; lpop = L pop; rpop = R pop; lrange = L range; llen = L len; ltrim = L trim; lrem = L rem; lindex = L index; lset = L set; linsert = L insert; blpop = B L pop; brpop = B R pop; lmove = L move; blmove = B L move; rpoplpush = R pop L push; sadd = S add; srem = S rem; smembers = S members; sismember = S is member; scard = S card; sinter = S inter; sunion = S union; sdiff = S diff; spop = S pop; smove = S move; sscan = S scan; srandmember = S rand member; zadd = Z add; zrem = Z rem; zrange = Z range; zrevrange = Z rev range; zrank = Z rank; zrevrank = Z rev rank; zscore = Z score; zcard = Z card; zcount = Z count; zincrby = Z increment by; zrangebyscore = Z range by score; zrangebylex = Z range by lex; zremrangebyscore = Z rem range by score; zpopmin = Z pop min; zpopmax = Z pop max; zunionstore = Z union store; zinterstore = Z inter store; xadd = X add; xread = X read; xrange = X range; xlen = X len; xack = X ack; xgroup = X group; xreadgroup = X read group; xtrim = X trim; xpending = X pending; xclaim = X claim; pexpire = P expire; pexpireat = P expire at; expireat = expire at; pttl = P T T L; setbit = set bit; getbit = get bit; bitcount = bit count; bitop = bit op; strlen = string length; getrange = get range; setrange = set range; dbsize = D B size; flushall = flush all; flushdb = flush D B; bgsave = B G save; bgrewriteaof = B G rewrite A O F; pfadd = P F add; pfcount = P F count; pfmerge = P F merge; geoadd = geo add; geosearch = geo search; geodist = geo dist; georadius = geo radius; psubscribe = P subscribe; unsubscribe = unsubscribe; evalsha = eval sha; nx = N X; xx = X X; px = P X
coalesce = coalesce; nullif = null if; ilike = I like; jsonb = jason B; tsvector = T S vector; tsquery = T S query; varbinary = var binary; autoincrement = auto increment; nextval = next val; currval = current val; ifnull = if null; datediff = date diff; dateadd = date add; rownum = row num; foreign = foreign; reindex = re index; upsert = upsert; rollback = rollback; savepoint = save point; strftime = string F time; strptime = string P time; substr = sub string; concat = concat; regexp = reg exp; numrange = num range; tstzrange = T S T Z range; daterange = date range; inet = I net; plpgsql = P L P G S Q L; vacuum = vacuum; explain = explain; oid = O I D; ctid = C T I D; xmin = X min; xmax = X max; pgcrypto = P G crypto; citext = C I text; uniq = unique; defimpl = def impl; defprotocol = def protocol; defexception = def exception; defdelegate = def delegate; defguard = def guard
""")

# Short English words (2 to 4 letters) and keywords: capitals of these are emphasis, not an acronym.
SHORT_WORDS = frozenset(
    """
    ok no not and or all any the for are but you was his her its our out who how why can may has had did get got let see say try use new old big one two
    six ten day way man men boy end few far own off yes now top hot low set put run add sub key map mix if in on by to of at an as is be do go he me my so up we
    from into join left like null only over then than that this them they when what with will your each both must have been even ever more most
    much many some same such just here very well also back best case date desc asc drop else fast find fire form full give good grow hard
    head help high home hope host hour idea into item keep kind last late less life line link list live long look lose love made main make
    mean mind more move name near need news next none note once open park part past path plan play post push pull pure read real rest ride role root rule
    safe sale save seek seen sell send ship shop show side sign site size slow sort step stop sure table take talk tell test text time todo true type unit upon used user
    view vote wait walk want warn week went were wide wild wind wise wish word work year zero york body cut eat ego fix fun gas god gun hit ice job joy kid law
    lay leg lie log lot mad mom mud net nor nut odd oil pay pen per pet pop raw red sad sea sex shy sin sit sky son sum sun tax tea tie tip war wet win won yet zoo
    age ago air arm art ask bad bag bar bed bet bit box bus buy cap car cat cow cry cup dad die dig dog dry due ear egg end eye fat fit fly fox
    park peak pick pink pipe plus poor port race rain rate rear rich ring rise risk road rock roof room ruin rush sand seat shoe shot shut sick silk sing sink skin slip
    snow soft soil song soon soul spot star stay suit team tend term thin thus tiny tone tour town tree trip tune turn twin vary vast very wage wake wall warm
    wash wave weak wear west east wife wing wire wood yard zone kick heel keys exit echo ping auth dump load lock mode node safe scan type uses void warn word hash
    city club cold come cost data dead deal dear debt deep does done door down draw drug duty each earn ease easy edge else exam face fact fail fair fall farm fear feel feet file
    fill film fine firm fish five flow food foot four free fuel game gate gift girl goal gold gone gray grey hair half hall hand hang hate hear heat held hell hill hire hold hole holy huge
    hung hunt hurt inch iron jack jail july june jump jury keen kill king knee knew know lack lady laid lake land lane lead lean let lift lips loan lord loss lost loud luck lung mail male
    mall mark mass math meal meat meet menu mess mile milk mill mine miss mood moon nice nine nose okay onto oral ours pace pack page pain pair pale palm
    """.split()
)

# Keywords of SQL, HTTP and the like, which prose writes in capitals without stressing them.
KEYWORDS = frozenset(
    """
    select from where insert update delete create alter drop table index join left right inner outer group order by having limit offset values into set and or not null is in like ilike
    between as on union distinct count sum avg min max primary key foreign references default unique check constraint cascade begin commit rollback with returning explain analyze text
    integer bigint truncate grant revoke case when then else end exists any all asc desc using cross full add column coalesce true false get post put patch head options trace connect
    scan query hash range path home user shell port host debug info warn error fatal todo fixme note expire incr decr ping echo auth save del keys type rename move copy merge rebase
    push pull fetch string number boolean array object void import export return for while if do switch break continue class varchar serial timestamp boolean interval unlogged view trigger
    function procedure returns declare lateral partition over window cascade restrict materialized concurrently recursive vacuum reindex lock unlock listen notify subscribe publish multi exec watch discard
    ok append exists persist rename touch sort run copy cmd entrypoint env expose volume workdir arg label healthcheck okay main master origin
    """.split()
)

# Given names of rulers: "Henry VIII" is "Henry the eighth".
REGNAL = frozenset(
    """
    henry louis charles edward george richard william james john paul pius gregory benedict leo clement innocent urban elizabeth mary catherine
    philip ferdinand alfonso peter ivan nicholas alexander frederick wilhelm otto conrad rudolf maximilian leopold joseph francis napoleon david
    robert kenneth constantine justinian theodosius ptolemy cleopatra ramesses thutmose amenhotep darius xerxes cyrus antiochus seleucus
    haakon olaf harald magnus gustav christian eric valdemar sigismund casimir vladislav stephen bela victor umberto carlos juan felipe pedro joao
    manuel afonso sancho isabella joan margaret anne beatrix albert baldwin sixtus julius boniface celestine adrian martin nikolaus murad mehmed
    selim suleiman bayezid mahmud abdul ahmed osman mustafa edmund ethelred harold canute walter hugh matilda
    """.split()
)
REGAL_TITLES = frozenset(
    "king queen pope emperor empress tsar czar prince princess duke sultan kaiser saint count archduke pharaoh".split()
)

# Words before a Roman numeral or a number that names a part of something.
PARTS = frozenset(
    """
    chapter part section volume book act scene article appendix phase stage type class grade level war figure table step unit lesson module title
    division category tier bowl vol mark mk apollo episode schedule annex group factor corps region generation gen rocky
    """.split()
)

# Abbreviations with a full stop (or without, where it is unmistakable) that are said in full wherever they stand.
ABBREVIATIONS = _table("""
e.g = for example; eg = for example; i.e = that is; ie = that is; etc = et cetera; vs = versus; approx = approximately; mr = mister; mrs = misses; ms. = miss
prof = professor; jr = junior; sr = senior; dept = department; govt = government; cf = compare; viz = namely; a.k.a = also known as; aka = also known as
w/o = without; w/ = with; b/c = because; misc = miscellaneous; incl = including; excl = excluding; ltd = limited; resp = respectively; tel = telephone
hon = honorable; blvd = boulevard; expy = expressway; hwy = highway; pkwy = parkway; appt = appointment; asst = assistant; assoc = associate; attn = attention
bldg = building; ave = avenue; esp = especially; vol = volume; vols = volumes; sept = september; dev = dev; sth = something; btw = by the way; wrt = with respect to; iff = if and only if; n.b = note well; p.s = P S; a.m = A M; p.m = P M; repo = repo; config = config; imho = in my humble opinion
""")

# Said in full only before a capitalised name.
TITLES = _table("""
dr = doctor; gen = general; gov = governor; sen = senator; rep = representative; rev = reverend; capt = captain; lt = lieutenant; col = colonel; sgt = sergeant
cpl = corporal; cmdr = commander; adm = admiral; pres = president; mt = mount; ft = fort; st = saint; sts = saints; maj = major; messrs = messieurs
""")

# Said in full only before a number.
NUMBERED = _table("""
no = number; nos = numbers; fig = figure; figs = figures; eq = equation; eqs = equations; sec = section; ch = chapter; chap = chapter; vol = volume; vols = volumes
art = article; ex = example; ver = version; tab = table; rt = route; rte = route; apt = apartment; app = appendix; ca = circa; ste = suite; pt = part; para = paragraph
""")

STREETS = _table("""
st = street; ave = avenue; av = avenue; rd = road; dr = drive; ln = lane; blvd = boulevard; ct = court; pl = place; sq = square; hwy = highway; pkwy = parkway
expy = expressway; ter = terrace; cir = circle; trl = trail; way = way; street = street; avenue = avenue; road = road; drive = drive; lane = lane
boulevard = boulevard; court = court; place = place; highway = highway; parkway = parkway; expressway = expressway; fwy = freeway; aly = alley
""")
DIRECTIONS = {
    "N": "north",
    "S": "south",
    "E": "east",
    "W": "west",
    "NE": "northeast",
    "NW": "northwest",
    "SE": "southeast",
    "SW": "southwest",
}

# Upper-case postal codes and the older dotted ones.
STATES = _table("""
AL = Alabama; AK = Alaska; AZ = Arizona; AR = Arkansas; CA = California; CO = Colorado; CT = Connecticut; DE = Delaware; FL = Florida; GA = Georgia; HI = Hawaii; ID = Idaho
IL = Illinois; IN = Indiana; IA = Iowa; KS = Kansas; KY = Kentucky; LA = Louisiana; ME = Maine; MD = Maryland; MA = Massachusetts; MI = Michigan; MN = Minnesota; MS = Mississippi
MO = Missouri; MT = Montana; NE = Nebraska; NV = Nevada; NH = New Hampshire; NJ = New Jersey; NM = New Mexico; NY = New York; NC = North Carolina; ND = North Dakota; OH = Ohio
OK = Oklahoma; OR = Oregon; PA = Pennsylvania; RI = Rhode Island; SC = South Carolina; SD = South Dakota; TN = Tennessee; TX = Texas; UT = Utah; VT = Vermont; VA = Virginia
WA = Washington; WV = West Virginia; WI = Wisconsin; WY = Wyoming; DC = D C
""")

MONTHS = ("january february march april may june july august september october november december").split()
DAYS = ("monday tuesday wednesday thursday friday saturday sunday").split()
MONTH_OF = {name[:3]: name for name in MONTHS} | {name: name for name in MONTHS} | {"sept": "september"}
DAY_OF = (
    {name: name for name in DAYS}
    | {name[:3]: name for name in DAYS}
    | {"tues": "tuesday", "thur": "thursday", "thurs": "thursday", "tu": "tuesday", "weds": "wednesday"}
)

# Software whose numbers are versions ("Python 3.11" is "three point eleven").
VERSIONED = frozenset(
    """
    python elixir erlang otp ecto phoenix ruby rails node node.js nodejs npm go golang rust java kotlin scala swift php perl django flask postgres postgresql mysql
    redis mongodb sqlite mariadb ubuntu debian fedora macos ios android windows kernel linux typescript javascript react angular vue docker kubernetes
    terraform nginx openssl git dotnet .net c# haskell ocaml clojure julia lua bash zsh gcc clang llvm cmake v version release versions releases ver laravel
    elasticsearch kafka spark hadoop pandas numpy tensorflow pytorch numpy scipy oauth tls ssl http gnome chrome firefox safari sphinx pytest livebook liveview
    """.split()
)
