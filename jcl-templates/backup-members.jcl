//* ---
//* template: backup-members
//* purpose: Save the members that will be replaced; all must exist
//* parameters:
//*   step: { type: step-name }
//*   from: { type: data-set }
//*   to: { type: data-set }
//*   members: { type: members, max: 10000 }
//*   operation:
//*     type: choice
//*     values: [ COPY, COPYGRP ]
//*     default: COPY
//*     says: COPYGRP for load libraries, so that aliases go along
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - each: members
//*         text: " {{ one }} *HAS BEEN*COPIED"
//*         ddname: SYSPRINT
//*     forbids:
//*       - { text: "WAS SELECTED BUT NOT FOUND", ddname: SYSPRINT }
//* writes: [ "{{ to }}" ]
//* ---
{% assign rows = members | replacing | rows: 53 %}
//{{ step }} EXEC PGM=IEBCOPY,COND=(0,NE)
//SYSPRINT DD SYSOUT=*
//IN       DD DISP=SHR,DSN={{ from }}
//OUT      DD DISP=SHR,DSN={{ to }}
//SYSIN    DD *
  {{ operation }} OUTDD=OUT,INDD=IN
{% for row in rows %}
  SELECT MEMBER=({{ row }})
{% endfor %}
/*
