//* ---
//* template: delete-members
//* purpose: Delete members of a library in use; one not there is no fault
//* parameters:
//*   step: { type: step-name }
//*   library: { type: data-set }
//*   members: { type: members, max: 10000 }
//* steps:
//*   - name: "{{ step }}"
//*     forbids:
//*       - { text: IDC3018I, ddname: SYSPRINT }
//* writes: [ "{{ library }}" ]
//* ---
//{{ step }} EXEC PGM=IDCAMS,COND=(0,NE)
//SYSPRINT DD SYSOUT=*
//LIB      DD DISP=SHR,DSN={{ library }}
//SYSIN    DD *
{% for member in members %}
  DELETE {{ library }}({{ member }}) -
         FILE(LIB)
  IF LASTCC = 8 THEN SET MAXCC = 0
{% endfor %}
/*
