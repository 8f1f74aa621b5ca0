"""One small instance of each published format, made up for the tests, and what else its files need."""

STARS = "*" * 40

SM = f"""{STARS}
jobs (incl. supersource/sink ):  5
RESOURCES
  - renewable                 :  2   R
{STARS}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           5
   4        1          1           5
   5        1          0
{STARS}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1     2       2    1
  4      1     4       0    1
  5      1     0       0    0
{STARS}
RESOURCEAVAILABILITIES:
  R 1  R 2
    3    1
{STARS}
"""

MM = f"""{STARS}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          1           2
   2        3          1           3
   3        1          0
{STARS}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  N 1
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     2       9    1
         2     5       3    4
         3     7       1    1
  3      1     0       0    0
{STARS}
RESOURCEAVAILABILITIES:
  R 1  N 1
    4    5
{STARS}
"""

DEF = """==========================================
File name: small.def
Tasks: 3
Resources: 2
==========================================
ResourceID \t Salary \t Skills
1\t\t56.0\t Q1: 1 \t Q2: 2
2\t\t28.5\t Q1: 3
==========================================
TaskID \t Duration \t Skill \t Predecessor IDs
1\t\t5\t Q1: 1\t
2\t\t3\t Q1: 2\t
3\t\t4\t Q2: 2\t\t1\t2
==========================================
"""

DZN = """% seed = 0
mint = 5;
nActs = 4;
dur = [0,3,2,0];
sreq = [| 0,0,
\t| 1,1,
\t| 0,2,
\t| 0,0, |];
mastery = [| true,false,
\t| false,true,
\t| true,true, |];
pred = [1,1,2,3];
succ = [2,3,4,4];
USEFUL_RES = [{},{1},{}];
"""

MSRCP = """\\* Project Module *\\
4\t3\t2\t5

20

18

0\t2\t2 3
3\t1\t4
2\t1\t4
0\t0

\\* Workforce Module *\\
1\t1
0\t1
1\t0

\\* Workforce Module with Skill Levels *\\
2\t3
0\t1
4\t0

\\* Skill Requirements Module *\\
0\t0
1\t1
0\t2
0\t0

\\* Skill Level Requirements Module *\\
-1
3 1
1 3
-1

\\* Cost Module
100\t1
"""

RCMP = """2
2
 3 1

 3 0
 1 1
 0 0 0 1 1:2
 2 2 0 1 1:3
 0 0 0 1 2:2

 3 4
 1 1
 0 0 0 1 2:2
 3 1 1 1 2:3
 0 0 0 0
"""

XML = """<!DOCTYPE mp-list SYSTEM "mp.dtd">
<mp-list>
  <mp>
    <name>small set</name>
    <project-list>
      <project>
        <filename>parts/one.sm</filename>
        <start>0</start>
      </project>
      <project>
        <filename>parts/one.sm</filename>
        <start>2</start>
      </project>
    </project-list>
    <resources>
      <resource>4</resource>
      <resource>0</resource>
    </resources>
  </mp>
</mp-list>
"""

TXT = """2
0
5
parts/one.mm
3
7
parts/one.mm
2
-1 -1
"""

SMALL = {
    ".sm": SM,
    ".mm": MM,
    ".def": DEF,
    ".dzn": DZN,
    ".msrcp": MSRCP,
    ".rcmp": RCMP,
    ".xml": XML,
    ".txt": TXT,
}


def written(folder, ending, content=None):
    """Write an instance, and the files that it names; return its path."""
    (folder / "parts").mkdir(exist_ok=True)
    (folder / "parts" / "one.sm").write_text(SM, "utf-8")
    (folder / "parts" / "one.mm").write_text(MM, "utf-8")
    path = folder / f"small{ending}"
    content = SMALL[ending] if content is None else content
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
