//* ---
//* template: icetool-count
//* purpose: Count the records of one or two data sets; an empty one fails
//* parameters:
//*   step: { type: step-name }
//*   input: { type: data-set, generation: true }
//*   other:
//*     type: data-set
//*     generation: true
//*     optional: true
//*     says: counted too, so that a person can compare
//* repeatable: true
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - { text: "ICE628I*RECORD COUNT", ddname: TOOLMSG }
//*     forbids:
//*       - { text: "RECORD COUNT:  000000000000000", ddname: TOOLMSG }
//* ---
//{{ step }} EXEC PGM=ICETOOL,COND=(0,NE)
//TOOLMSG  DD SYSOUT=*
//DFSMSG   DD SYSOUT=*
//IN       DD DISP=SHR,DSN={{ input }}
{% if other %}
//OTHER    DD DISP=SHR,DSN={{ other }}
{% endif %}
//TOOLIN   DD *
  COUNT FROM(IN) EMPTY RC12
{% if other %}
  COUNT FROM(OTHER) EMPTY RC12
{% endif %}
/*
